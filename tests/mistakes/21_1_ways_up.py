# hint: ways *up*
import numpy as np


def ways_down(hess):
    return np.sum(np.linalg.eigvalsh(hess) > 0)
