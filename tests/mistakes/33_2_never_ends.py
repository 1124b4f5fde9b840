# hint: never comes to an end
def backtrack(phi, slope, first):
    t = first
    while not phi(t) <= phi(0.0) + 1e-4 * t * slope:
        t = 2 * t
    return t
