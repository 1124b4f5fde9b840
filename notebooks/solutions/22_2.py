# All climbers step together: `x` is one batch of positions. Only at the
# end do we ask where each has got to. Whoever is near no summit counts
# for none, so the shares need not add up to 1.
def shares_of(f, starts, rate, steps):
    x = starts
    for _ in range(steps):
        x = x + rate * f.grad(x)
    gap = ((x[:, None] - f.maxima) ** 2).sum(-1) ** 0.5
    return (gap < 0.05).mean(axis=0)
