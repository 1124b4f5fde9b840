# hint: A sign: solve for the step with *minus*
import numpy as np


def newton_step(x, grad, hess):
    return x + np.linalg.solve(hess, grad)
