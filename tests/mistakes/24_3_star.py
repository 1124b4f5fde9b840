# hint: `*` stands where `@` should
import numpy as np


def leave_saddles(x, grad, hess):
    values, V = np.linalg.eigh(hess)
    return x - V @ (V.T * grad / abs(values))
