# hint: one position only
def descend_safely(slope, curvature, x0, rate, steps):
    x = x0
    for _ in range(steps):
        x = x - (slope(x) / curvature(x) if curvature(x) > 0 else rate * slope(x))
    return x
