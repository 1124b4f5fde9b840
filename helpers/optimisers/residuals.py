"""Methods for least squares: they linearise the residuals ε(x) with their slopes J(x)."""

from typing import NamedTuple

import numpy as np

from helpers.errors import InputError
from helpers.inputs import brief, choice
from helpers.optimisers.base import NewtonState, method, runs, solve


class DampedState(NamedTuple):
    """Where a run stands, and the step that it tries next."""

    x: np.ndarray  # (*runs, n)  position
    loss: np.ndarray  # (*runs,)    ‖ε(x)‖²
    grad: np.ndarray  # (*runs, n)  2 Jᵀε
    direction: np.ndarray  # (*runs, n)  d, tried next
    damping: np.ndarray  # (*runs,)    ν, with which d was computed
    predicted: np.ndarray  # (*runs,)    ‖ε‖² − ‖ε + Jd‖²: the fall of the loss, were ε linear
    actual: np.ndarray  # (*runs,)    ‖ε(x)‖² − ‖ε(x + d)‖²: its fall
    accepted: np.ndarray  # (*runs,)    whether the run goes to x + d


@method("residuals", "jacobian")
def gauss_newton(f, x0):
    """Gauss–Newton (Gauss 1809; lecture, L22): x ← x − (JᵀJ)⁻¹Jᵀε, with ε and J at x.

    A run without slope stays. Where JᵀJ has no inverse, to the precision of float64, there is no
    step: that run goes to nan, its verdict is "diverged", and the others go on.
    """
    (x,) = runs(x0)
    while True:
        e, J = linearised(f, x)
        d = damped_step(J, e, np.zeros_like(x))
        yield NewtonState(x, squares(e), 2 * np.matvec(J.mT, e), d)
        x = x + d


@method("residuals", "jacobian")
def levenberg_marquardt(f, x0, damping=1e-3, adapt=True, scaling="identity"):
    """Levenberg–Marquardt (1944, 1963; lecture, L22): x ← x − (JᵀJ + νI)⁻¹Jᵀε, unless higher.

    The ``damping`` ν is adapted by comparing actual and predicted fall of the loss (Nielsen 1999):
    ν ← ν · max(⅓, 1 − (2 actual/predicted − 1)³) after a step; after a refused one ν ← 2ν, then 4ν,
    8ν, … Every trial is a state, the refused ones too. With ``adapt=False`` ν stays and every step
    is taken; then ν = 0 is Gauss–Newton. With the ``scaling`` "marquardt" it is ν diag(JᵀJ) in
    place of νI, and the units of the coordinates play no part; where no residual depends on a
    coordinate, that one's 0 becomes 1 (as in MINPACK), or there would be no direction.
    """
    x, nu = runs(x0, damping=damping)
    nu, growth = nu[..., 0].copy(), np.full(x.shape[:-1], 2.0)
    check(nu, adapt)
    scaled = choice(scaling, "scaling", ("identity", "marquardt")) == "marquardt"
    e, J = linearised(f, x)
    while True:
        loss, g = squares(e), np.matvec(J.mT, e)
        weight = nu[..., None] * (scales(J) if scaled else np.ones_like(x))
        d = damped_step(J, e, weight)
        predicted = np.vecdot(weight * d, d) - np.vecdot(g, d)
        after = f.residuals(x + d)
        actual = loss - squares(after)
        accepted = actual >= 0 if adapt else np.full(x.shape[:-1], True)
        yield DampedState(x, loss, 2 * g, d, nu, predicted, actual, accepted)
        if adapt:
            nu, growth = adapted(nu, growth, accepted, loss, predicted, actual)
        x, e = (np.where(accepted[..., None], new, old) for new, old in ((x + d, x), (after, e)))
        J = np.where(accepted[..., None, None], f.jacobian(x), J) if accepted.any() else J


def scales(J):
    """The diagonal of JᵀJ, with 1 in place of 0: (*runs, n)."""
    squared = (J**2).sum(-2)
    return np.where(squared > 0, squared, 1.0)


def damped_step(J, e, weight):
    """−(JᵀJ + W)⁻¹Jᵀε for diagonal W: 0 where Jᵀε is 0, else nan where there is no inverse.

    It is the d for which ‖ε + Jd‖² + dᵀWd is least, found by Householder's QR of J on top of √W:
    JᵀJ itself would lose half of the digits.
    """
    rows = np.sqrt(weight)[..., None] * np.eye(J.shape[-1])
    Q, R = np.linalg.qr(np.concatenate([J, rows], -2))
    pivots, columns = abs(np.diagonal(R, axis1=-2, axis2=-1)), np.linalg.norm(R, axis=-2)
    singular = (pivots <= np.finfo(float).eps * columns).any(-1)
    R = np.where(singular[..., None, None], np.eye(J.shape[-1]), R)
    d = -solve(R, np.matvec(Q[..., : e.shape[-1], :].mT, e))
    still = (np.matvec(J.mT, e) == 0).all(-1)
    return np.where(still[..., None], 0.0, np.where(singular[..., None], np.nan, d))


def adapted(nu, growth, accepted, loss, predicted, actual):
    """ν and its growth after a trial; both stay where the fall predicted is below rounding."""
    surprise = 2 * actual / predicted - 1
    # Not **3: numpy may round a power in a batch otherwise than alone.
    factor = np.maximum(1 / 3, 1 - surprise * surprise * surprise)
    tells = ~(predicted <= np.finfo(float).eps * loss)
    return (
        np.where(tells, nu * np.where(accepted, factor, growth), nu),
        np.where(tells, np.where(accepted, 2.0, 2 * growth), growth),
    )


def squares(e):
    return (e**2).sum(-1)


def linearised(f, x):
    """ε and J at x; or InputError if they do not fit together."""
    e, J = f.residuals(x), f.jacobian(x)
    if e.shape[-1] != J.shape[-2]:
        raise InputError(
            f"f.residuals(x) gives {e.shape[-1]} residuals and f.jacobian(x) the slopes of "
            f"{J.shape[-2]}; they need to be as many."
        )
    return e, J


def check(nu, adapt):
    if not isinstance(adapt, bool):
        raise InputError(f"adapt is {brief(adapt)}; it needs True or False.")
    if adapt and not (nu > 0).all():
        raise InputError(
            "damping is 0, which no factor can change; it needs to be positive to be adapted, "
            "such as damping = 0.001. For 0 throughout, try adapt=False."
        )
