# hint: the second is 2ᵖ times the first
import numpy as np


def order(f, x):
    rise = [f(x + h) - f(x) for h in (0.01, 0.02)]
    return round(np.log2(rise[0] / rise[1]))
