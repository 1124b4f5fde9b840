# hint: solve it for d
def next_x(x, slope, curvature):
    return x - 0.1 * slope
