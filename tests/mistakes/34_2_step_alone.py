# hint: not Jd alone
def gain(residuals, jacobian, step, after):
    before = residuals @ residuals
    linear = jacobian @ step
    return (before - after @ after) / (before - linear @ linear)
