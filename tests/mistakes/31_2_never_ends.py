# hint: never comes to an end
def descend(f, x0, rate, steps):
    positions, step = [x0], 0
    while step < steps:
        positions.append(positions[-1] - rate * f.grad(positions[-1]))
    return positions
