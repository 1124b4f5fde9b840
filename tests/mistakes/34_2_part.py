# hint: a part of the whole loss
def gain(residuals, jacobian, step, after):
    before = residuals @ residuals
    return (before - after @ after) / before
