# J'J has a row and a column for each parameter, and so has the identity.
# To solve the equations is better than to invert the matrix.
import numpy as np


def damped_step(residuals, jacobian, damping):
    A = jacobian.T @ jacobian + damping * np.eye(jacobian.shape[1])
    return -np.linalg.solve(A, jacobian.T @ residuals)
