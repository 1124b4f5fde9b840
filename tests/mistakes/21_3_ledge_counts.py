# hint: with a ledge
import numpy as np


def minima(slope, left, right):
    x = np.linspace(left, right, 1000)
    rises = (slope(x[:-1]) < -1e-4) & (slope(x[1:]) >= -1e-4)
    low, high = x[:-1][rises], x[1:][rises]
    for _ in range(50):
        middle = (low + high) / 2
        same = np.sign(slope(middle)) == np.sign(slope(low))
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return low
