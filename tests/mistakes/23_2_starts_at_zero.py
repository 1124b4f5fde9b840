# hint: the start, `x0` itself
def descend_safely(slope, curvature, x0, rate, steps):
    positions = [0.0]
    for _ in range(steps):
        x = positions[-1]
        positions.append(x - (slope(x) / curvature(x) if curvature(x) > 0 else rate * slope(x)))
    return positions
