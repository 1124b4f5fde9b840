# hint: upside down
def next_x(x, slope, curvature):
    return x - curvature / slope
