# hint: ν plays no part
import numpy as np


def damped_step(residuals, jacobian, damping):
    return -np.linalg.lstsq(jacobian, residuals, rcond=None)[0]
