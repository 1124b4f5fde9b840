# The gradient points uphill, so ascent adds what descent subtracts:
# the rate times the gradient.
def step_up(f, x, rate):
    return x + rate * f.grad(x)
