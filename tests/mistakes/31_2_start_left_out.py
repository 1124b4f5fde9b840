# hint: The start is left out
def descend(f, x0, rate, steps):
    x, positions = x0, []
    for _ in range(steps):
        x = x - rate * f.grad(x)
        positions.append(x)
    return positions
