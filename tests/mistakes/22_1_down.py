# hint: That goes down
def step_up(f, x, rate):
    return x - rate * f.grad(x)
