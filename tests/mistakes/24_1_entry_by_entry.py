# hint: `/` or `*` is to blame
def newton_step(x, grad, hess):
    return x - grad / hess
