# hint: Marquardt's scaling
import numpy as np


def fit_safely(residuals, jacobian, x0, damping, trials):
    x, places = x0, [x0]
    for _ in range(trials):
        e, J = residuals(x), jacobian(x)
        there = x - np.linalg.solve(J.T @ J + damping * np.diag((J**2).sum(0)), J.T @ e)
        after = residuals(there)
        if after @ after < e @ e:
            x, damping = there, damping / 3
        else:
            damping = 2 * damping
        places.append(x)
    return np.array(places)
