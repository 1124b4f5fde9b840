# hint: That is gradient descent
def newton_step(x, grad, hess):
    return x - grad
