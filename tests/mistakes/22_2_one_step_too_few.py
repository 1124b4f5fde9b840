# hint: after 19 steps
def shares_of(f, starts, rate, steps):
    x = starts
    for _ in range(steps - 1):
        x = x + rate * f.grad(x)
    gap = ((x[:, None] - f.maxima) ** 2).sum(-1) ** 0.5
    return (gap < 0.05).mean(axis=0)
