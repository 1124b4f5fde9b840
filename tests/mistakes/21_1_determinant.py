# hint: two minus signs cancel
import numpy as np


def ways_down(hess):
    return int(np.linalg.det(hess) < 0)
