# hint: is it divided by 0?
def minimise(grad, x, steps):
    g = grad(x)
    d = -g
    for _ in range(steps):
        Hd = grad(x + d) - g
        x = x + -(g @ d) / (d @ Hd) * d
        new = grad(x)
        beta = (new @ new) / (g @ g)
        d = beta * d - new
        g = new
    return x
