# hint: Divide it by the promised
def gain(residuals, jacobian, step, after):
    before = residuals @ residuals
    return before - after @ after
