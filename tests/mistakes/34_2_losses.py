# hint: Compare the *falls*
def gain(residuals, jacobian, step, after):
    linear = residuals + jacobian @ step
    return (after @ after) / (linear @ linear)
