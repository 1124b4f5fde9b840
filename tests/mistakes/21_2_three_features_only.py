# hint: Use the shapes
import numpy as np


def fit(features, y):
    X = np.ones((len(y), 4))
    X[:, :3] = features
    return np.linalg.lstsq(X, y)[0]
