"""Quadratics that several tests need."""

import numpy as np


def narrow_bowl():
    """A Hessian (2, 2) whose eigenvalues are seen above 0, and yet it has no inverse.

    Of r = (1, q/64) the products are exact, so its second pivot is 0 on every machine; how an
    eigenvalue that is 0 is rounded differs.
    """
    bowls = [np.outer(r, r) for r in ([1, q / 64] for q in range(1, 64, 2))]
    return next(A for A in bowls if np.linalg.eigvalsh(A)[0] > 0)
