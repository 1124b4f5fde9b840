# hint: Half the way only
import numpy as np


def newton_step(x, grad, hess):
    return x - np.linalg.solve(2 * hess, grad)
