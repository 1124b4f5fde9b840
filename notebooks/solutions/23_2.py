# Where f″ > 0 the parabola has a lowest point, and Newton goes there.
# Elsewhere its vertex is a top, so the gradient is the better guide.
# The question is asked at every step, at the newest x.
def descend_safely(slope, curvature, x0, rate, steps):
    positions = [x0]
    for _ in range(steps):
        x = positions[-1]
        if curvature(x) > 0:
            positions.append(x - slope(x) / curvature(x))
        else:
            positions.append(x - rate * slope(x))
    return positions
