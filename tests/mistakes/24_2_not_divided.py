# hint: and h is small
import numpy as np


def wrong_entry(grad, hess, x):
    e = 1e-5 * np.eye(len(x))
    change = np.array([grad(x + d) - grad(x - d) for d in e])
    gap = abs(hess(x) / change.max() - change)
    return np.unravel_index(gap.argmin(), gap.shape)
