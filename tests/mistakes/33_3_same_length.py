# hint: the second is not
def minimise(grad, x, steps):
    g = grad(x)
    if not g.any():
        return x
    d = -g
    Hd = grad(x + d) - g
    t = -(g @ d) / (d @ Hd)
    for _ in range(steps):
        x = x + t * d
        new = grad(x)
        d = (new @ new) / (g @ g) * d - new
        g = new
    return x
