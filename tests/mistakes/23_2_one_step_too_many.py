# hint: Too many positions
def descend_safely(slope, curvature, x0, rate, steps):
    positions = [x0]
    for _ in range(steps + 1):
        x = positions[-1]
        positions.append(x - (slope(x) / curvature(x) if curvature(x) > 0 else rate * slope(x)))
    return positions
