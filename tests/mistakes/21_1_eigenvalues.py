# hint: One number is wanted
import numpy as np


def ways_down(hess):
    return np.linalg.eigvalsh(hess)
