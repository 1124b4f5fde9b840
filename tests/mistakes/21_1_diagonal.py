# hint: along the axes only
import numpy as np


def ways_down(hess):
    return np.sum(np.diag(hess) < 0)
