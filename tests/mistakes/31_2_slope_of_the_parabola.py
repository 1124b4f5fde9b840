# hint: 2x is the slope of x² only
def descend(f, x0, rate, steps):
    positions = [x0]
    for _ in range(steps):
        positions.append(positions[-1] - rate * 2 * positions[-1])
    return positions
