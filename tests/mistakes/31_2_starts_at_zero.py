# hint: should be the start
def descend(f, x0, rate, steps):
    positions = [0 * x0]
    for _ in range(steps):
        positions.append(positions[-1] - rate * f.grad(positions[-1]))
    return positions
