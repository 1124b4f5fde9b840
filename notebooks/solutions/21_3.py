import numpy as np


# Over a minimum the slope goes from minus to plus. A thousand places show
# near which of them (a place that is itself level tells nothing: leave it
# out); then each interval is halved, all of them at once.
def minima(slope, left, right):
    x = np.linspace(left, right, 1000)
    x = x[slope(x) != 0]
    rises = (slope(x[:-1]) < 0) & (slope(x[1:]) > 0)
    low, high = x[:-1][rises], x[1:][rises]
    for _ in range(50):
        middle = (low + high) / 2
        down = slope(middle) < 0
        low, high = np.where(down, middle, low), np.where(down, high, middle)
    return (low + high) / 2
