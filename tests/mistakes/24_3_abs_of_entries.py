# hint: not its eigenvalues
import numpy as np


def leave_saddles(x, grad, hess):
    return x - np.linalg.solve(abs(hess), grad)
