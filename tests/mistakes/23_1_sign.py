# hint: the vertex is to the *left*
def next_x(x, slope, curvature):
    return x + slope / curvature
