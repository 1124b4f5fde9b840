# hint: you name the mirrored entry
import numpy as np


def wrong_entry(grad, hess, x):
    e = 1e-5 * np.eye(len(x))
    true = np.array([(grad(x + d) - grad(x - d)) / 2e-5 for d in e])
    gap = abs(hess(x) - true)
    return sorted(np.unravel_index(gap.argmax(), gap.shape))
