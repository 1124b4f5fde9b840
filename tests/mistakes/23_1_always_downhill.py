# hint: Leave the sign of the curvature
def next_x(x, slope, curvature):
    return x - slope / abs(curvature)
