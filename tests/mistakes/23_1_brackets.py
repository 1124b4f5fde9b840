# hint: only the slope is divided
def next_x(x, slope, curvature):
    return (x - slope) / curvature
