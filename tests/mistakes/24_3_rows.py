# hint: are the *columns* of V
import numpy as np


def leave_saddles(x, grad, hess):
    values, V = np.linalg.eigh(hess)
    return x - V.T @ (V @ grad / abs(values))
