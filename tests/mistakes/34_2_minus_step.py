# hint: Three sums of squares
def gain(residuals, jacobian, step, after):
    before = residuals @ residuals
    linear = residuals - jacobian @ step
    return (before - after @ after) / (before - linear @ linear)
