# hint: a natural logarithm
import numpy as np


def order(f, x):
    rise = [f(x + h) - f(x) for h in (0.01, 0.02)]
    return np.log(rise[1] / rise[0])
