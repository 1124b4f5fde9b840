"""Methods that follow the gradient at a given rate, and random search, which does not."""

from typing import NamedTuple

import numpy as np

from helpers.errors import InputError
from helpers.inputs import brief, sides
from helpers.optimisers.base import State, method, runs


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


class TrialState(NamedTuple):
    """Where a run stands, and the step that it tries next."""

    x: np.ndarray  # (*runs, n)  position
    loss: np.ndarray  # (*runs,)    f(x)
    grad: np.ndarray  # (*runs, n)  ∇f(x)
    direction: np.ndarray  # (*runs, n)  d, tried next
    accepted: np.ndarray  # (*runs,)    whether x + d is lower, so that the run goes there


@method("grad")
def gradient_descent(f, x0, rate):
    """Gradient descent (Cauchy 1847; lecture, L08 and L17): x ← x − r ∇f(x)."""
    x, rate = runs(x0, rate=rate)
    while True:
        loss, g = f.value_and_grad(x)
        yield State(x, loss, g)
        x = x - rate * g


@method("grad")
def gradient_ascent(f, x0, rate):
    """Gradient ascent, or hill-climbing (lecture, L08): x ← x + r ∇f(x)."""
    x, rate = runs(x0, rate=rate)
    while True:
        loss, g = f.value_and_grad(x)
        yield AscentState(x, loss, g)
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
        loss, g = f.value_and_grad(x)
        yield MomentumState(x, loss, g, v)
        v = beta * v + g
        x = x - rate * v


@method("grad")
def nesterov(f, x0, rate, beta=0.9):
    """Nesterov's accelerated gradient (1983): v ← βv + ∇f(x), x ← x − r (∇f(x) + βv).

    This is the convention of the deep-learning libraries (Sutskever et al. 2013, rewritten for the
    point where the gradient is taken): ``momentum`` with one step of v looked ahead. With β = 0 it
    is gradient descent.
    """
    x, rate, beta = runs(x0, rate=rate, beta=beta)
    v = np.zeros_like(x)
    while True:
        loss, g = f.value_and_grad(x)
        yield MomentumState(x, loss, g, v)
        v = beta * v + g
        x = x - rate * (g + beta * v)


@method("grad")
def random_search(f, x0, rng, reach=1.0, window=None):
    """Random search (Rastrigin 1963): try x + d, d random; go there if f is lower, else stay.

    d is normal, of standard deviation ``reach`` in each coordinate. With a ``window``, n pairs
    (from, to), the point tried is anywhere in it, each place equally likely: pure random search
    (Brooks 1958). ``rng`` is a ``np.random.default_rng(seed)``; runs draw independently. ∇f is
    shown, not used.
    """
    x, reach = runs(x0, reach=reach)
    draw = normal(rng, reach) if window is None else uniform(rng, window, x.shape[-1])
    loss = f(x)
    while True:
        d = draw(x)
        after = f(x + d)
        accepted = after < loss
        yield TrialState(x, loss, f.grad(x), d, accepted)
        x, loss = np.where(accepted[..., None], x + d, x), np.where(accepted, after, loss)


def normal(rng, reach):
    """Draws steps of the size ``reach``."""
    check_rng(rng)
    return lambda x: reach * rng.standard_normal(x.shape)


def uniform(rng, window, n):
    """Draws steps that lead anywhere in the ``window``."""
    check_rng(rng)
    low, high = sides(window, n).T
    return lambda x: rng.uniform(low, high, x.shape) - x


def check_rng(rng):
    if not isinstance(rng, np.random.Generator):
        raise InputError(
            f"rng is {brief(rng)}; it needs a random generator, such as np.random.default_rng(0)."
        )
