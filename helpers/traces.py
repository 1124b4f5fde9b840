"""What becomes of the states of a method: recorded, counted, judged.

    >>> trace = record(gradient_descent(surfaces.parabola, 2.0, rate=[0.2, 1.02]), steps=50)
    >>> trace.x.shape, verdict(trace).tolist()
    ((51, 2, 1), ['arrived', 'diverged'])

A trace is a State with a time axis in front: trace.x is (steps + 1, *runs, n). The states may come
from ``optimisers`` or from any generator of named tuples that begin with x, loss, grad.
"""

from collections import Counter, deque
from functools import cache
from itertools import islice

import numpy as np

from helpers.errors import InputError
from helpers.inputs import brief, knob, numbers, whole

DUST = 1e-12  # slopes and losses below this are rounding


def record(states, steps, until=None):
    """Keep states 0 … steps, stacked by field, as a trace: trace.x is (steps + 1, *runs, n).

    It ends early at the first state for which ``until(state)`` is true in every run, such as
    ``until=lambda state: np.linalg.norm(state.grad, axis=-1) < 1e-6``; runs that satisfy it before
    the others simply go on. A generator that ends early gives a shorter trace. Overflow gives inf
    or nan, without a warning.
    Raises InputError for ``steps`` that is no whole number ≥ 0, for states that are used up or
    none, and for fields that change their shape on the way.
    """
    with np.errstate(all="ignore"):
        kept = list(walk(states, steps, until))
    try:
        return over_time(type(kept[0]))._make(map(np.stack, zip(*kept, strict=True)))
    except ValueError:
        raise InputError(
            "record was given states whose fields change their shapes on the way; every step must "
            "keep them. Compare next(states).x.shape, step by step."
        ) from None


class OverTime:
    """Marks a state whose first axis is time.

    By its shapes a trace of one run could be a single state of many runs. The mark stays with what
    is made of a trace by ``_make`` and ``_replace``.
    """

    __slots__ = ()

    def __reduce__(self):
        return trace_of, (type(self).__mro__[2], tuple(self))


@cache
def over_time(kind):
    """The kind of state with a time axis in front; in all else the same kind."""
    return type(kind.__name__, (OverTime, kind), {"__slots__": (), "__module__": kind.__module__})


def trace_of(kind, fields):
    """A trace from arrays (steps + 1, …), one for each field of this kind of state."""
    return over_time(kind)._make(fields)


def last(states, steps, until=None):
    """Keep only the state that ``record`` would end with: for maps of 100 000 starts.

    There is no verdict on it: how a run ends is told by how it went.
    """
    with np.errstate(all="ignore"):
        (state,) = deque(walk(states, steps, until), maxlen=1)
    return state


def verdict(trace, target=None, tolerance=1e-6):
    """How each run ended: one word for a single run, an array of words (*runs,) for several.

    - "diverged": position, loss or slope is not finite at the end, or the loss still grows: its
      peak rises from quarter to quarter of the trace, above all the run began with.
    - "arrived": the loss has come down to ``target`` (a number, or one per run). Without a target:
      no slope is left, and the run has seen no lower loss on its way. So a saddle, or a plain far
      from everything, counts as an end unless a target is given.
    - "stuck": no slope is left, yet the loss is above the target, or the lowest that was seen: a
      plateau, a saturated network, another minimum.
    - "still moving": none of these.

    No slope is a gradient of ``tolerance`` times the steepest on the way, because a gentle slope
    need not be an end; heights above the target are compared with the greatest likewise. Where f
    is exponentially steep at first, that takes much of the way for the end: there ``tolerance``
    has to be smaller. A run of ``gradient_ascent`` is judged by its height: for it, lower reads
    higher.
    """
    loss, lowest = judged(trace, target)
    tolerance = per_run(knob(tolerance, "tolerance", 1e-6), "tolerance", loss)
    with np.errstate(all="ignore"):
        height = loss - lowest
        slope = np.hypot.reduce(trace.grad, axis=-1)  # unlike norm, it squares nothing
        low = height[-1] <= tolerance * height.max(0) + DUST
        flat = slope[-1] <= tolerance * slope.max(0) + DUST
        arrived = low & flat if target is None else low
        words = np.select(
            [~finite(trace), arrived, flat, growing(loss)],
            ["diverged", "arrived", "stuck", "diverged"],
            "still moving",
        )
    return words if words.ndim else words.item()


def judged(trace, target):
    """The losses (steps + 1, *runs) and what they are held against; less is better in both."""
    if not isinstance(trace, OverTime):
        raise InputError(
            f"verdict was given {brief(trace)}; it needs a trace, the whole way and not its end. "
            "Try verdict(record(states, steps=100))."
        )
    sense = -1 if getattr(trace, "climbs", False) else 1
    loss = sense * trace.loss
    if target is None:
        return loss, loss.min(0)
    target = numbers(target, "target", "target = 0.01")
    if np.isnan(target).any():
        raise InputError(
            f"target is {brief(target.tolist())}; nothing compares with nan. It needs numbers, "
            "such as target = 0.01."
        )
    return loss, sense * per_run(target, "target", loss)


def per_run(array, name, loss):
    """One number, or one for each run of the losses (steps + 1, *runs); or InputError."""
    if array.shape not in [(), loss.shape[1:]]:
        raise InputError(
            f"{name} was given with shape {array.shape}; it needs one number"
            + (f", or {loss.shape[1:]} of them." if loss.ndim > 1 else ".")
        )
    return array


def finite(trace):
    """Whether position, loss and slope are finite at the end: (*runs,)."""
    x, loss, grad = trace.x[-1], trace.loss[-1], trace.grad[-1]
    return np.isfinite(x).all(-1) & np.isfinite(loss) & np.isfinite(grad).all(-1)


def growing(loss):
    """Whether the loss's peak rises from quarter to quarter, and above the first: (*runs,).

    Peaks are heights above the lowest loss; to rise is to gain a tenth. The first quarter may be
    high, since a run can fall in one direction and grow in another. A run that bounces for ever
    between the same heights does not grow.
    """
    if len(loss) < 4:
        return np.zeros(loss.shape[1:], bool)
    quarters = np.array_split(loss - loss.min(0), 4)
    first, second, third, fourth = (quarter.max(0) for quarter in quarters)
    rises = (third > 1.1 * second) & (fourth > 1.1 * third) & (fourth > 1.1 * first)
    return rises & (fourth > DUST * abs(loss).max(0))


class counted:
    """An objective that counts its evaluations, so that races are fair.

    ``f = counted(rosenbrock)``; after a run ``f.calls["value"]``, ``f.calls["grad"]`` and
    ``f.calls["hess"]`` (residuals and jacobian, where there are any) say how often each was called,
    ``f.passes`` how often f(x) was worked out for a value, a gradient or both at once.
    A batch counts as one call, so race single runs. All else is as in f.
    """

    def __init__(self, f):
        self.f = f
        self.calls = Counter()
        self.passes = 0

    def __call__(self, x):
        self.calls["value"] += 1
        self.passes += 1
        return self.f(x)

    def __getattr__(self, name):
        found = getattr(object.__getattribute__(self, "f"), name)  # a copy begins without f
        together = {"value_and_grad": ("value", "grad")}
        if name not in (*together, "grad", "hess", "residuals", "jacobian"):
            return found

        def evaluate(x):
            self.calls.update(together.get(name, (name,)))
            self.passes += name in ("grad", "value_and_grad")
            return found(x)

        return evaluate


def walk(states, steps, until):
    """States 0 … steps, ending where ``until`` holds in every run; or InputError."""
    steps = whole(steps, "steps", 100, least=0)
    if until is not None and not callable(until):
        raise InputError(
            f"until was given {brief(until)}; it needs a function of a state, such as "
            "until=lambda state: state.loss < 1e-6."
        )
    for state in checked(states, steps):
        yield state
        if until is not None and np.all(until(state)):
            return


def checked(states, steps):
    """An iterator over states 0 … steps; or InputError if these are no states."""
    advice = "Try record(gradient_descent(f, x0, rate), steps=100)."
    if not hasattr(states, "__next__"):
        raise InputError(f"What a method returns is needed here, not {brief(states)}. {advice}")
    first = next(states, None)
    if first is None:
        raise InputError("These states are used up: an iterator runs once. Call the method again.")
    if not hasattr(first, "_make") or first._fields[:3] != ("x", "loss", "grad"):
        raise InputError(
            f"States are needed here: named tuples that begin with x, loss, grad, "
            f"not {brief(first)}. {advice}"
        )
    yield first
    yield from islice(states, steps)
