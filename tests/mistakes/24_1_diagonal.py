# hint: divides by the diagonal only
import numpy as np


def newton_step(x, grad, hess):
    return x - grad / np.diag(hess)
