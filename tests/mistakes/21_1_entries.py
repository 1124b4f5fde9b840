# hint: how many of the eigenvalues
import numpy as np


def ways_down(hess):
    return np.sum(hess < 0)
