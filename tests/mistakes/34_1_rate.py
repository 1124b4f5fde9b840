# hint: JᵀJ is missing
def damped_step(residuals, jacobian, damping):
    return -2 * damping * jacobian.T @ residuals
