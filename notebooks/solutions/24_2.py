import numpy as np


# Move along one coordinate after the other, and see how the gradient
# changes: a row of the true Hessian. The largest gap is the slip.
def wrong_entry(grad, hess, x, h=1e-5):
    steps = h * np.eye(len(x))
    true = np.array([(grad(x + e) - grad(x - e)) / (2 * h) for e in steps])
    gap = abs(hess(x) - true)
    return np.unravel_index(np.argmax(gap), gap.shape)
