# hint: That is the step.
import numpy as np


def newton_step(x, grad, hess):
    return -np.linalg.solve(hess, grad)
