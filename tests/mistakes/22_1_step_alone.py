# hint: That is the step alone
def step_up(f, x, rate):
    return rate * f.grad(x)
