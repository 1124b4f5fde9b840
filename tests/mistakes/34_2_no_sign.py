# hint: Is its sign taken away?
def gain(residuals, jacobian, step, after):
    before = residuals @ residuals
    linear = residuals + jacobian @ step
    return abs(before - after @ after) / abs(before - linear @ linear)
