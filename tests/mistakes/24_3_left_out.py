# hint: They are the way out
import numpy as np


def leave_saddles(x, grad, hess):
    values, V = np.linalg.eigh(hess)
    parts = np.where(values > 0, V.T @ grad / values, 0)
    return x - V @ parts
