# hint: a ledge lies exactly
import numpy as np


def minima(slope, left, right):
    x = np.linspace(left, right, 1001)
    rises = (slope(x[:-1]) < 0) & (slope(x[1:]) >= 0)
    low, high = x[:-1][rises], x[1:][rises]
    for _ in range(50):
        middle = (low + high) / 2
        down = slope(middle) < 0
        low, high = np.where(down, middle, low), np.where(down, high, middle)
    return low[high < right]
