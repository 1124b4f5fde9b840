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
"""

from functools import wraps
from itertools import chain
from typing import NamedTuple

import numpy as np

from helpers.errors import InputError
from helpers.inputs import brief, numbers


class State(NamedTuple):
    """Where a run stands; in a trace, with a time axis in front."""

    x: np.ndarray  # (*runs, n)  position
    loss: np.ndarray  # (*runs,)    f(x)
    grad: np.ndarray  # (*runs, n)  ∇f(x)


class AscentState(NamedTuple):
    """Where a run stands that goes up: here more loss is better."""

    x: np.ndarray  # (*runs, n)  position
    loss: np.ndarray  # (*runs,)    f(x)
    grad: np.ndarray  # (*runs, n)  ∇f(x)
    climbs = True


class MomentumState(NamedTuple):
    """Where a run stands that has momentum."""

    x: np.ndarray  # (*runs, n)  position
    loss: np.ndarray  # (*runs,)    f(x)
    grad: np.ndarray  # (*runs, n)  ∇f(x)
    velocity: np.ndarray  # (*runs, n)  v, which led to x; 0 at the start


class NewtonState(NamedTuple):
    """Where a run stands, and the step that it takes next."""

    x: np.ndarray  # (*runs, n)  position
    loss: np.ndarray  # (*runs,)    f(x)
    grad: np.ndarray  # (*runs, n)  ∇f(x)
    direction: np.ndarray  # (*runs, n)  d


def method(*needed):
    """Make a generator of states into a method of an f that has the ``needed`` derivatives.

    State 0 is computed when the method is called, so that bad input is refused there. Steps are
    computed without warnings: overflow in a diverging run is expected.
    """

    def decorate(generator):
        @wraps(generator)
        def start(f, x0, *knobs, **named_knobs):
            require(f, generator.__name__, needed)
            states = quietly(generator(Checked(f), x0, *knobs, **named_knobs))
            return chain([next(states)], states)

        return start

    return decorate


@method("grad")
def gradient_descent(f, x0, rate):
    """Gradient descent (Cauchy 1847; lecture, L08 and L17): x ← x − r ∇f(x)."""
    x, rate = runs(x0, rate=rate)
    while True:
        g = f.grad(x)
        yield State(x, f(x), g)
        x = x - rate * g


@method("grad")
def gradient_ascent(f, x0, rate):
    """Gradient ascent, or hill-climbing (lecture, L08): x ← x + r ∇f(x)."""
    x, rate = runs(x0, rate=rate)
    while True:
        g = f.grad(x)
        yield AscentState(x, f(x), g)
        x = x + rate * g


@method("grad")
def momentum(f, x0, rate, beta=0.9):
    """Momentum, the heavy ball (Polyak 1964): v ← βv + ∇f(x), x ← x − r v.

    This is the convention of the deep-learning libraries: v collects gradients and the rate
    multiplies them all. With β = 0 it is gradient descent.
    """
    x, rate, beta = runs(x0, rate=rate, beta=beta)
    v = np.zeros_like(x)
    while True:
        g = f.grad(x)
        yield MomentumState(x, f(x), g, v)
        v = beta * v + g
        x = x - rate * v


@method("grad", "hess")
def newton(f, x0):
    """Newton's method (lecture, L10 and L14): x ← x − H⁻¹ ∇f(x), H the Hessian at x.

    A run without slope stays. Where H has no inverse there is no step: that run goes to nan, its
    verdict is "diverged", and the others go on.
    """
    (x,) = runs(x0)
    while True:
        g = f.grad(x)
        d = -solve(f.hess(x), g)
        yield NewtonState(x, f(x), g, d)
        x = x + d


def runs(x0, **knobs):
    """Spread starts (*a, n) and knobs (*b,) over all runs: x (*runs, n), each knob (*runs, 1)."""
    x = np.atleast_1d(numbers(x0, "x0", "x0 = 2.0"))
    knobs = {name: knob(value, name) for name, value in knobs.items()}
    shapes = {"starts": x.shape[:-1]} | {name: value.shape for name, value in knobs.items()}
    try:
        together = np.broadcast_shapes(*shapes.values())
    except ValueError:
        given = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise InputError(
            f"These shapes do not broadcast: {given}. For every rate from every start, "
            "try rate[:, None]."
        ) from None
    x = np.array(np.broadcast_to(x, together + x.shape[-1:]), order="C")
    return x, *(np.broadcast_to(value, together)[..., None] for value in knobs.values())


def knob(value, name):
    """A knob as floats, none of them negative, nan or inf; or InputError."""
    array = numbers(value, name, f"{name} = 0.1")
    bad = array[~(np.isfinite(array) & (array >= 0))]
    if bad.size:
        found = "is" if array.ndim == 0 else "contains"
        uphill = " To go uphill, try gradient_ascent." if name == "rate" and bad[0] < 0 else ""
        raise InputError(
            f"{name} {found} {bad[0]:g}; it needs finite numbers that are not negative, "
            f"such as {name} = 0.1.{uphill}"
        )
    return array


def solve(hess, grad):
    """H⁻¹ ∇f per run: 0 where ∇f is 0, else nan where H is singular."""
    try:
        return np.linalg.solve(hess, grad[..., None])[..., 0]
    except np.linalg.LinAlgError:  # raised for all runs where one is singular
        singular = np.linalg.slogdet(hess).sign == 0
        hess = np.where(singular[..., None, None], np.eye(grad.shape[-1]), hess)
        lost = singular & (grad != 0).any(-1)
        return np.where(lost[..., None], np.nan, np.linalg.solve(hess, grad[..., None])[..., 0])


class Checked:
    """f as the methods see it: every answer is a fresh array of the right shape, or InputError."""

    def __init__(self, f):
        self.f = f

    def __call__(self, x):
        return self.answer(self.f(x), "f(x)", x, x.shape[:-1])

    def grad(self, x):
        return self.answer(self.f.grad(x), "f.grad(x)", x, x.shape)

    def hess(self, x):
        return self.answer(self.f.hess(x), "f.hess(x)", x, x.shape + x.shape[-1:])

    def answer(self, given, call, x, shape):
        array = numbers(given, f"{call} of {named(self.f)}", f"an array of shape {shape}")
        if array.shape != shape:
            raise InputError(
                f"{call} of {named(self.f)} has shape {array.shape} where x has shape {x.shape}; "
                f"it needs shape {shape}. Coordinates are on the last axis."
            )
        return array[()]


def require(f, who, needed):
    """InputError if ``f`` lacks one of the ``needed`` derivatives."""
    for derivative in needed:
        if not callable(getattr(f, derivative, None)):
            advice = {"grad": "an objective from surfaces", "hess": "gradient_descent"}
            raise InputError(
                f"{who} needs f.{derivative}; {named(f)} has none. Try {advice[derivative]}."
            )


def quietly(states):
    """The same states, computed without warnings; those of the caller stay as they are."""
    while True:
        with np.errstate(all="ignore"):
            state = next(states)
        yield state


def named(f):
    return getattr(f, "name", None) or brief(f)
