# hint: every entry of the matrix
import numpy as np


def damped_step(residuals, jacobian, damping):
    A = jacobian.T @ jacobian + damping
    return -np.linalg.solve(A, jacobian.T @ residuals)
