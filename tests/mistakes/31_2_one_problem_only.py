# hint: use the arguments
def descend(f, x0, rate, steps):
    positions = [x0]
    for _ in range(steps):
        x = positions[-1]
        positions.append(x - 0.1 * f.grad(x))
    return positions
