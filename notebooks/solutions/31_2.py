# `x = x - ...` makes a new array at every step. `x -= ...` would change
# the same one over and over, and with it every position already stored.
def descend(f, x0, rate, steps):
    positions = [x0]
    for _ in range(steps):
        x = positions[-1]
        positions.append(x - rate * f.grad(x))
    return positions
