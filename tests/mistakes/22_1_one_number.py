# hint: A position is wanted
def step_up(f, x, rate):
    return (x + rate * f.grad(x)).sum()
