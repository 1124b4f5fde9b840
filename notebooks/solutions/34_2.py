# Three sums of squares: before the step, after it, and after it as the
# linear model has it, where the residuals are ε + Jd.
def gain(residuals, jacobian, step, after):
    before = residuals @ residuals
    linear = residuals + jacobian @ step
    return (before - after @ after) / (before - linear @ linear)
