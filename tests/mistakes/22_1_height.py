# hint: uses the height
def step_up(f, x, rate):
    return x + rate * f(x)
