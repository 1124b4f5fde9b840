# hint: on both sides
import numpy as np


def fit(features, y):
    X = np.column_stack([features, np.ones(len(y))])
    return np.linalg.solve(X.T @ X / len(y), X.T @ y)
