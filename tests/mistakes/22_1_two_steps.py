# hint: A step leads from x
def step_up(f, x, rate):
    x = x + rate * f.grad(x)
    return x + rate * f.grad(x)
