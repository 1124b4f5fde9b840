import numpy as np


# The quadratic at x has the gradient grad + hess @ d. It is 0 for the d
# that solves hess @ d = -grad; this is the step.
def newton_step(x, grad, hess):
    return x + np.linalg.solve(hess, -grad)
