# hint: not the whole way
def minimise(grad, x, steps):
    g, path = grad(x), [x]
    d = -g
    for _ in range(steps):
        if not g.any():
            break
        Hd = grad(x + d) - g
        x = x - (g @ d) / (d @ Hd) * d
        new = grad(x)
        d = (new @ new) / (g @ g) * d - new
        g = new
        path.append(x)
    return path
