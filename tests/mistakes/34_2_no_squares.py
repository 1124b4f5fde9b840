# hint: square each of them first
def gain(residuals, jacobian, step, after):
    linear = residuals + jacobian @ step
    total = residuals.sum()
    return (total - after.sum()) / (total - linear.sum())
