# hint: none on the diagonal
import numpy as np


def wrong_entry(grad, hess, x):
    gap = abs(hess(x) - hess(x).T)
    return np.unravel_index(gap.argmax(), gap.shape)
