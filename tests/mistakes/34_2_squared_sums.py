# hint: square each of them first
def gain(residuals, jacobian, step, after):
    linear = residuals + jacobian @ step
    before = residuals.sum() ** 2
    return (before - after.sum() ** 2) / (before - linear.sum() ** 2)
