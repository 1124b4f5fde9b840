# hint: with the half
def next_x(x, slope, curvature):
    return x - slope / (curvature / 2)
