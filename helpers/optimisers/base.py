"""What all methods share: states, the decorator, starts and knobs spread over runs."""

from functools import wraps
from itertools import chain
from typing import NamedTuple

import numpy as np

from helpers.errors import InputError
from helpers.inputs import Checked, knob, numbers, require


class State(NamedTuple):
    """Where a run stands; in a trace, with a time axis in front."""

    x: np.ndarray  # (*runs, n)  position
    loss: np.ndarray  # (*runs,)    f(x)
    grad: np.ndarray  # (*runs, n)  ∇f(x)


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

        start.needs = needed
        return start

    return decorate


def quietly(states):
    """The same states, computed without warnings; those of the caller stay as they are.

    What a single run has one of, such as its loss, is a number and no array ().
    """
    while True:
        with np.errstate(all="ignore"):
            state = next(states)
        yield state._make(np.asarray(field)[()] for field in state)


def runs(x0, **knobs):
    """Spread starts (*a, n) and knobs (*b,) over all runs: x (*runs, n), each knob (*runs, 1)."""
    x = np.atleast_1d(numbers(x0, "x0", "x0 = 2.0"))
    knobs = {name: knob(value, name) for name, value in knobs.items()}
    shapes = {"starts": x.shape[:-1]} | {name: value.shape for name, value in knobs.items()}
    try:
        together = np.broadcast_shapes(*shapes.values())
    except ValueError:
        given = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        name = max(knobs, key=lambda name: knobs[name].ndim)
        raise InputError(
            f"These shapes do not broadcast: {given}. For every {name} from every start, "
            f"try {name}[:, None]."
        ) from None
    x = np.array(np.broadcast_to(x, together + x.shape[-1:]), order="C")
    return x, *(np.broadcast_to(value, together)[..., None] for value in knobs.values())


def solve(hess, grad):
    """H⁻¹ ∇f per run: 0 where ∇f is 0, else nan where H is singular."""
    try:
        return np.linalg.solve(hess, grad[..., None])[..., 0]
    except np.linalg.LinAlgError:  # raised for all runs where one is singular
        singular = np.linalg.slogdet(hess).sign == 0
        hess = np.where(singular[..., None, None], np.eye(grad.shape[-1]), hess)
        lost = singular & (grad != 0).any(-1)
        return np.where(lost[..., None], np.nan, np.linalg.solve(hess, grad[..., None])[..., 0])
