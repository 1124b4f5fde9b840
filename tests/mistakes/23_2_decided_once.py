# hint: Ask again at every step
def descend_safely(slope, curvature, x0, rate, steps):
    positions, newton = [x0], curvature(x0) > 0
    for _ in range(steps):
        x = positions[-1]
        step = slope(x) / curvature(x) if newton else rate * slope(x)
        positions.append(x - step)
    return positions
