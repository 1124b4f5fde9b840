# hint: only to the digits of your grid
import numpy as np


def minima(slope, left, right):
    x = np.linspace(left, right, 1000)
    rises = (slope(x[:-1]) < 0) & (slope(x[1:]) >= 0)
    return x[1:][rises]
