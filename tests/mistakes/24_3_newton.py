# hint: it still goes to saddles
import numpy as np


def leave_saddles(x, grad, hess):
    values, V = np.linalg.eigh(hess)
    return x - V @ (V.T @ grad / values)
