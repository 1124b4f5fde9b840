# hint: the second is 2ᵖ times the first
def order(f, x):
    curvature = (f(x + 0.01) - 2 * f(x) + f(x - 0.01)) / 0.01**2
    return 2 if curvature > 0.01 else 4
