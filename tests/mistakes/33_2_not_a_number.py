# hint: turn the question round
def backtrack(phi, slope, first):
    t = first
    while phi(t) > phi(0.0) + 1e-4 * t * slope:
        t = t / 2
    return t
