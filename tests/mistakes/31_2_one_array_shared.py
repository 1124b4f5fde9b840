# hint: Every stored position is the same
def descend(f, x0, rate, steps):
    x = x0.copy()
    positions = [x]
    for _ in range(steps):
        x -= rate * f.grad(x)
        positions.append(x)
    return positions
