# hint: ratio of two rises
def order(f, x):
    rise = [f(x + h) - f(x) for h in (0.01, 0.02)]
    return rise[1] / rise[0]
