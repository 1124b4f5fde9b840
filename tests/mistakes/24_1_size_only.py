# hint: Solve H d = −grad for the step d
import numpy as np


def newton_step(x, grad, hess):
    return x - grad / np.linalg.norm(hess)
