# hint: the bias comes first
import numpy as np


def fit(features, y):
    X = np.column_stack([np.ones(len(y)), features])
    return np.linalg.solve(X.T @ X, X.T @ y)
