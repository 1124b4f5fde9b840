# hint: is not zero
import numpy as np


def fit(features, y):
    X = np.column_stack([features, np.ones(len(y))])
    return X.T @ y / (X**2).sum(0)
