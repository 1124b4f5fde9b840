# hint: leads uphill
def minimise(grad, x, steps):
    g = grad(x)
    d = g
    for _ in range(steps):
        if not g.any():
            break
        x = x + d
        new = grad(x)
        beta = (new @ new) / (g @ g)
        d = beta * d + new
        g = new
    return x
