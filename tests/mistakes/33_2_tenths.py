# hint: Begin with `first`
def backtrack(phi, slope, first):
    t = first
    while not phi(t) <= phi(0.0) + 1e-4 * t * slope:
        t = t / 10
    return t
