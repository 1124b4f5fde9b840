# hint: The bias is missing
import numpy as np


def fit(features, y):
    return np.linalg.lstsq(features, y)[0]
