# hint: sign of the slope
def descend_safely(slope, curvature, x0, rate, steps):
    positions = [x0]
    for _ in range(steps):
        x = positions[-1]
        step = slope(x) / curvature(x) if slope(x) > 0 else rate * slope(x)
        positions.append(x - step)
    return positions
