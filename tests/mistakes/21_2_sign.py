# hint: A sign
import numpy as np


def fit(features, y):
    X = np.column_stack([features, np.ones(len(y))])
    return np.linalg.solve(X.T @ X, -X.T @ y)
