# hint: one position only
def descend(f, x0, rate, steps):
    x = x0
    for _ in range(steps):
        x = x - rate * f.grad(x)
    return x
