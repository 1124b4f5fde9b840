# hint: it is the *inverse* of H
def newton_step(x, grad, hess):
    return x - hess @ grad
