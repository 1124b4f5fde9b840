import numpy as np


# In the directions of the eigenvectors the quadratic falls apart into
# parabolas, one for each. Newton divides the slope of each by its own
# curvature; we divide by the curvature's size, and so always go down.
def leave_saddles(x, grad, hess):
    values, V = np.linalg.eigh(hess)
    parts = V.T @ grad / abs(values)
    return x - V @ parts
