# hint: instead of `if`
def backtrack(phi, slope, first):
    t = first
    if phi(t) > phi(0.0) + 1e-4 * t * slope:
        t = t / 2
    return t
