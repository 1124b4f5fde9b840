# hint: never comes to an end
def backtrack(phi, slope, first):
    t = first
    while not phi(t) <= phi(0.0) + slope:
        t = t / 2
    return t
