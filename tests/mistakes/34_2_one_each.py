# hint: One number is wanted
def gain(residuals, jacobian, step, after):
    linear = residuals + jacobian @ step
    return (residuals**2 - after**2) / (residuals**2 - linear**2)
