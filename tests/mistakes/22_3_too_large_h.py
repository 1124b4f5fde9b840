# hint: higher terms disturb
import numpy as np


def order(f, x):
    rise = [f(x + h) - f(x) for h in (0.2, 0.4)]
    return round(np.log2(rise[1] / rise[0]))
