# hint: each coordinate alone
def shares_of(f, starts, rate, steps):
    x = starts
    for _ in range(steps):
        x = x + rate * f.grad(x)
    gap = abs(x[:, None] - f.maxima)
    return (gap < 0.05).all(axis=-1).mean(axis=0)
