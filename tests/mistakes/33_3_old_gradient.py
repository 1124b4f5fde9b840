# hint: later ones are not
def minimise(grad, x, steps):
    g = first = grad(x)
    d = -g
    for _ in range(steps):
        if not g.any():
            break
        Hd = grad(x + d) - g
        x = x - (g @ d) / (d @ Hd) * d
        new = grad(x)
        d = (new @ new) / (first @ first) * d - new
        g = new
    return x
