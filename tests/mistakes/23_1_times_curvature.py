# hint: Divide by the curvature
def next_x(x, slope, curvature):
    return x - slope * curvature
