# hint: Divide while the numbers are parts along the eigenvectors
import numpy as np


def leave_saddles(x, grad, hess):
    values, V = np.linalg.eigh(hess)
    return x - grad / abs(values)
