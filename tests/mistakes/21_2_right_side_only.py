# hint: the right-hand side only
import numpy as np


def fit(features, y):
    X = np.column_stack([features, np.ones(len(y))])
    return X.T @ y
