# hint: All steps are the same
def descend_safely(slope, curvature, x0, rate, steps):
    g, bend = slope(x0), curvature(x0)
    step = g / bend if bend > 0 else rate * g
    return [x0 - k * step for k in range(steps + 1)]
