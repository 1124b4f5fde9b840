"""The methods. Each is an endless generator of states: ``method(f, x0, **knobs)``.

    >>> states = gradient_descent(surfaces.parabola, 2.0, rate=0.2)
    >>> [float(state.x[0]) for state in islice(states, 3)]
    [2.0, 1.2, 0.72]

State 0 is the start. When to stop, what to keep and what to say of it is decided outside, in
``traces``. Starts x0 (*a, n) and knobs (*b,) broadcast to runs: 64 rates are one batch. A run in a
batch is the run alone.

All methods raise InputError, when they are called, for knobs that are negative, not finite, no
numbers or do not broadcast with the starts; for starts f cannot use; for an f that lacks a needed
derivative or gives wrong shapes. A start of nan or inf is a run that has diverged already.

``gradient`` holds the methods of a given rate, ``lines`` those that minimise along lines,
``curvature`` Newton's and those that learn the Hessian, ``residuals`` those for least squares.
These four stand side by side on ``base``, what all methods share, and ``along``, what those do
that go along a direction.
"""

from .along import LineState
from .base import NewtonState, State
from .curvature import BfgsState, HybridState, bfgs, damped_newton, lbfgs, newton
from .gradient import (
    AscentState,
    MomentumState,
    TrialState,
    gradient_ascent,
    gradient_descent,
    momentum,
    nesterov,
    random_search,
)
from .lines import ConjugateState, conjugate_gradient, steepest_descent
from .residuals import DampedState, gauss_newton, levenberg_marquardt

__all__ = [
    "AscentState", "BfgsState", "ConjugateState", "DampedState", "HybridState", "LineState",
    "MomentumState", "NewtonState", "State", "TrialState", "bfgs", "conjugate_gradient",
    "damped_newton", "gauss_newton", "gradient_ascent", "gradient_descent", "lbfgs",
    "levenberg_marquardt", "momentum", "nesterov", "newton", "random_search", "steepest_descent",
]  # fmt: skip
