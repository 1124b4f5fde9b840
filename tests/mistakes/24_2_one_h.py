# hint: are they divided by 2h
import numpy as np


def wrong_entry(grad, hess, x):
    e = 1e-5 * np.eye(len(x))
    true = np.array([(grad(x + d) - grad(x - d)) / 1e-5 for d in e])
    gap = abs(hess(x) - true)
    return np.unravel_index(gap.argmax(), gap.shape)
