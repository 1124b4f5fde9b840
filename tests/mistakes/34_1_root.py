# hint: Solve (JᵀJ + νI) d
import numpy as np


def damped_step(residuals, jacobian, damping):
    A = jacobian.T @ jacobian + damping**0.5 * np.eye(jacobian.shape[1])
    return -np.linalg.solve(A, jacobian.T @ residuals)
