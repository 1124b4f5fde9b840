# hint: not every step
def descend(f, x0, rate, steps):
    positions = [x0]
    for step in range(steps):
        positions.append(positions[-1] - rate * 0.9**step * f.grad(positions[-1]))
    return positions
