# hint: JᵀJ is missing
def damped_step(residuals, jacobian, damping):
    return -jacobian.T @ residuals / damping
