# hint: Those are the maxima
import numpy as np


def minima(slope, left, right):
    x = np.linspace(left, right, 1000)
    falls = (slope(x[:-1]) > 0) & (slope(x[1:]) <= 0)
    low, high = x[:-1][falls], x[1:][falls]
    for _ in range(50):
        middle = (low + high) / 2
        same = np.sign(slope(middle)) == np.sign(slope(low))
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return low
