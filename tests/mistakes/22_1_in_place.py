# hint: changes the array it was given
def step_up(f, x, rate):
    x += rate * f.grad(x)
    return x
