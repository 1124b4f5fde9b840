# hint: I/ν in the place of νI
import numpy as np


def damped_step(residuals, jacobian, damping):
    A = jacobian.T @ jacobian + np.eye(jacobian.shape[1]) / damping
    return -np.linalg.solve(A, jacobian.T @ residuals)
