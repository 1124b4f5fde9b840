# hint: in the shape (4,)
import numpy as np


def fit(features, y):
    X = np.column_stack([features, np.ones(len(y))])
    return np.linalg.lstsq(X, y[:, None])[0]
