# hint: changes the array it was given
def descend(f, x0, rate, steps):
    x, positions = x0, [x0]
    for _ in range(steps):
        x -= rate * f.grad(x)
        positions.append(x)
    return positions
