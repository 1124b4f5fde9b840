# hint: not every step is
def descend_safely(slope, curvature, x0, rate, steps):
    positions = [x0]
    for _ in range(steps):
        x = positions[-1]
        newton = curvature(x) > 0
        step = -slope(x) / curvature(x) if newton else rate * slope(x)
        positions.append(x - step)
    return positions
