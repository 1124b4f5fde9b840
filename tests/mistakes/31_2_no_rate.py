# hint: The rate is missing
def descend(f, x0, rate, steps):
    positions = [x0]
    for _ in range(steps):
        positions.append(positions[-1] - f.grad(positions[-1]))
    return positions
