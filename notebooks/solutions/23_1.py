# The parabola f + slope * d + curvature / 2 * d² has the slope
# slope + curvature * d. It is 0 at the vertex, d = -slope / curvature.
def next_x(x, slope, curvature):
    return x - slope / curvature
