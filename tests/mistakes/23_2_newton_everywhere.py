# hint: climbs to the top
def descend_safely(slope, curvature, x0, rate, steps):
    positions = [x0]
    for _ in range(steps):
        x = positions[-1]
        positions.append(x - slope(x) / curvature(x))
    return positions
