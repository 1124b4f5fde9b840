# hint: at 2π, 4π and 6π
import numpy as np


def minima(slope, left, right):
    x = np.linspace(left, right, 1000)
    return x[abs(slope(x)) < 0.01]
