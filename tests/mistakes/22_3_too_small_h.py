# hint: lost in the rounding
import numpy as np


def order(f, x):
    rise = [f(x + h) - f(x) for h in (1e-8, 2e-8)]
    return round(np.log2(rise[1] / rise[0]))
