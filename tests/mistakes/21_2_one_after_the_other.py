# hint: one after the other
import numpy as np


def fit(features, y):
    return np.append(np.linalg.lstsq(features, y)[0], y.mean())
