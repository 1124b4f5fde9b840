# hint: low enough at once
def backtrack(phi, slope, first):
    t = first / 2
    while phi(t) > phi(0.0) + 1e-4 * t * slope:
        t = t / 2
    return t
