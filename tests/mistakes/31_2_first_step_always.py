# hint: the answer is then the start alone
def descend(f, x0, rate, steps):
    positions = [x0, x0 - rate * f.grad(x0)]
    while len(positions) < steps + 1:
        positions.append(positions[-1] - rate * f.grad(positions[-1]))
    return positions
