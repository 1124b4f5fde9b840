# "not low enough" instead of "too high": a value that is nan is neither,
# and has to be stepped back from.
def backtrack(phi, slope, first):
    t = first
    while not phi(t) <= phi(0.0) + 1e-4 * t * slope:
        t = t / 2
    return t
