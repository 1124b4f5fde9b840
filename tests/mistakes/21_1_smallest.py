# hint: How *many* are negative?
import numpy as np


def ways_down(hess):
    return np.linalg.eigvalsh(hess)[0]
