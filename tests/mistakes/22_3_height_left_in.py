# hint: height of the minimum
import numpy as np


def order(f, x):
    rise = [f(x + h) for h in (0.01, 0.02)]
    return round(np.log2(rise[1] / rise[0]))
