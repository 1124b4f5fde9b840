# hint: Mind the sign
def gain(residuals, jacobian, step, after):
    model = jacobian @ step
    promised = -2 * residuals @ model + model @ model
    return (residuals @ residuals - after @ after) / promised
