import numpy as np


# Along an eigenvector the curvature is its eigenvalue, and eigenvectors
# are at right angles. So: one direction down per negative eigenvalue.
def ways_down(hess):
    return np.sum(np.linalg.eigvalsh(hess) < 0)
