# hint: Gradient descent everywhere
def descend_safely(slope, curvature, x0, rate, steps):
    positions = [x0]
    for _ in range(steps):
        x = positions[-1]
        positions.append(x - rate * slope(x))
    return positions
