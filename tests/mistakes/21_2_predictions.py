# hint: Those are predictions
import numpy as np


def fit(features, y):
    X = np.column_stack([features, np.ones(len(y))])
    return X @ np.linalg.lstsq(X, y)[0]
