# hint: upside down
def minimise(grad, x, steps):
    g = grad(x)
    d = -g
    for _ in range(steps):
        if not g.any():
            break
        Hd = grad(x + d) - g
        x = x + -(g @ d) / (d @ Hd) * d
        new = grad(x)
        beta = (g @ g) / (new @ new)
        d = beta * d - new
        g = new
    return x
