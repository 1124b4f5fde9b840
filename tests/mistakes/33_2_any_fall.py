# hint: fall of next to nothing
def backtrack(phi, slope, first):
    t = first
    while not phi(t) < phi(0.0):
        t = t / 2
    return t
