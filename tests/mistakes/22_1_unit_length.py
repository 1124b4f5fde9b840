# hint: cut to the length 1
def step_up(f, x, rate):
    g = f.grad(x)
    return x + rate * g / (g @ g) ** 0.5
