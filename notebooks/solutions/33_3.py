# The gradient of a quadratic is Hx - b, so grad(x + d) - grad(x) = Hd:
# one more gradient does the work of a matrix.
def minimise(grad, x, steps):
    g = grad(x)
    d = -g
    for _ in range(steps):
        if not g.any():
            break
        Hd = grad(x + d) - g
        x = x - (g @ d) / (d @ Hd) * d
        new = grad(x)
        d = (new @ new) / (g @ g) * d - new
        g = new
    return x
