# hint: no 2 is left
def next_x(x, slope, curvature):
    return x - slope / (2 * curvature)
