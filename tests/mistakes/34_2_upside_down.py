# hint: Upside down
def gain(residuals, jacobian, step, after):
    before = residuals @ residuals
    linear = residuals + jacobian @ step
    return (before - linear @ linear) / (before - after @ after)
