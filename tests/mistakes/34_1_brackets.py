# hint: A pair of brackets is missing
import numpy as np


def damped_step(residuals, jacobian, damping):
    A = jacobian.T @ jacobian
    g = jacobian.T @ residuals
    return -np.linalg.inv(A) @ g + damping * np.eye(len(g)) @ g
