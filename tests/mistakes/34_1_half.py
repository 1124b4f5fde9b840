# hint: A 2 is left over
import numpy as np


def damped_step(residuals, jacobian, damping):
    A = jacobian.T @ jacobian + damping * np.eye(jacobian.shape[1])
    return -np.linalg.solve(A, jacobian.T @ residuals) / 2
