# hint: That is the largest *entry*
import numpy as np


def wrong_entry(grad, hess, x):
    H = abs(hess(x))
    return np.unravel_index(H.argmax(), H.shape)
