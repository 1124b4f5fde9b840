# hint: Marquardt's scaling
import numpy as np


def damped_step(residuals, jacobian, damping):
    A = jacobian.T @ jacobian
    A = A + damping * np.diag(np.diag(A))
    return -np.linalg.solve(A, jacobian.T @ residuals)
