import numpy as np


# The rise over the minimum is c h^p: twice the distance, 2^p times the
# rise. At h = 0.01 higher terms are small; and not even h^6 is lost in
# the rounding of f(x) yet, which is some 10^-16 of its height.
def order(f, x):
    rise = [f(x + h) - f(x) for h in (0.01, 0.02)]
    return round(np.log2(rise[1] / rise[0]))
