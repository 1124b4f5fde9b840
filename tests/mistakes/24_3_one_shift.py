# hint: Three lines
import numpy as np


def leave_saddles(x, grad, hess):
    values, V = np.linalg.eigh(hess)
    shifted = hess + 2 * abs(values[0]) * np.eye(len(x))
    return x - np.linalg.solve(shifted, grad)
