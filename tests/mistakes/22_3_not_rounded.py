# hint: a whole number is wanted
import numpy as np


def order(f, x):
    rise = [f(x + h) - f(x) for h in (0.01, 0.02)]
    return np.log2(rise[1] / rise[0])
