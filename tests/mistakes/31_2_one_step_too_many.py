# hint: Too many positions
def descend(f, x0, rate, steps):
    positions = [x0]
    for _ in range(steps + 1):
        positions.append(positions[-1] - rate * f.grad(positions[-1]))
    return positions
