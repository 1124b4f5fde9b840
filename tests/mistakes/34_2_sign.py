# hint: The sign is turned round
def gain(residuals, jacobian, step, after):
    before = residuals @ residuals
    linear = residuals + jacobian @ step
    return (after @ after - before) / (before - linear @ linear)
