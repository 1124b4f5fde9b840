# hint: without the t
def backtrack(phi, slope, first):
    t = first
    while not phi(t) <= phi(0.0) + 1e-4 * slope:
        t = t / 2
    return t
