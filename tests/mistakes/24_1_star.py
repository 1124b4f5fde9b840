# hint: `/` or `*` is to blame
import numpy as np


def newton_step(x, grad, hess):
    return x - np.linalg.inv(hess) * grad
