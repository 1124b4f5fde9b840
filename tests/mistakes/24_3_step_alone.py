# hint: That is the step.
import numpy as np


def leave_saddles(x, grad, hess):
    values, V = np.linalg.eigh(hess)
    return -V @ (V.T @ grad / abs(values))
