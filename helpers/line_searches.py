"""Line searches: how far to go along a direction. ``search(f, x, direction, first=1.0)``.

    >>> f = surfaces.quadratic([[4.0]])
    >>> float(exact(f, 2.0, -f.grad(2.0)))
    0.25

Each minimises φ(t) = f(x + td) over lengths t ≥ 0 in its own way, from the length ``first`` on, and
returns the lengths (*runs,) of points x (*runs, n) and directions d (*runs, n); ``first`` is a
number or one per run, at most 10¹⁰ times too long. A length at which f is nan or infinite is too
long. Where no length is better than none, and where the slope φ′(0) = ∇f(x)ᵀd is 0 or nan, the
length is 0. A run in a batch is the run alone. ``trials`` shows on which lengths a search looked.

All raise InputError for knobs out of their range, for x, d and ``first`` that do not fit together,
for a direction that leads uphill, for an f that lacks a needed derivative.
"""

from functools import wraps
from typing import NamedTuple

import numpy as np

from helpers.errors import InputError
from helpers.inputs import Checked, brief, fraction, knob, numbers, require

GOLDEN = (3 - 5**0.5) / 2  # the smaller part of the golden section, 0.382
SHORTEST = 1e-17  # times the first length: what is shorter is rounding
CLOSEST = 1e-15  # relative: closer lengths cannot be told apart
FURTHEST = 60  # stretchings of the first length after which a search lets it be
MOST = 40  # trials of strong_wolfe


class Line:
    """φ(t) = f(x + td) of all runs: its values, its slope φ′, its curvature φ″(0)."""

    def __init__(self, f, x, direction):
        self.f, self.x, self.direction = f, x, direction
        self.start, self.start_slope = self.both(np.zeros(x.shape[:-1]))

    def at(self, t):
        return self.x + t[..., None] * self.direction

    def value(self, t):
        """φ(t): (*runs,) → (*runs,); inf where it is nan or infinite, which is too far."""
        return reachable(self.f(self.at(t)))

    def both(self, t):
        """φ(t) and φ′(t), for less where f gives value and gradient together."""
        value, grad = self.f.value_and_grad(self.at(t))
        return reachable(value), np.vecdot(grad, self.direction)

    def curvature(self):
        """φ″(0) = dᵀHd."""
        return np.vecdot(self.direction, np.matvec(self.f.hess(self.x), self.direction))


def reachable(value):
    return np.where(np.isfinite(value), value, np.inf)


def line_search(*needed):
    """Make a search along φ, ``search(line, first)``, into one of an f, ``search(f, x, d, first)``.

    f needs the derivatives named.
    """

    def decorate(search):
        @wraps(search)
        def along(f, x, direction, first=1.0, **knobs):
            with np.errstate(all="ignore"):
                line = lined(Line, search.__name__, needed, f, x, direction)
                return search(line, first_lengths(first, line), **knobs)[()]

        along.needs = needed
        return along

    return decorate


@line_search("grad", "hess")
def exact(line, first):
    """The minimum along the line, in closed form where f is a quadratic: t = −∇fᵀd / dᵀHd.

    Elsewhere it is one Newton step along the line. Where the line bends down (dᵀHd ≤ 0) there is no
    minimum on it, and the length is infinite. ``first`` plays no part. Lecture, L21.
    """
    bend = line.curvature()
    length = np.where(bend > 0, -line.start_slope / bend, np.inf)
    return np.where(line.start_slope < 0, length, 0.0)


@line_search("grad")
def golden_section(line, first, tolerance=1e-8):
    """Golden section (Kiefer 1953): a minimum along the line, from values alone.

    A bracket is found by stretching or shrinking ``first``; then each trial cuts 38 % off it, until
    its width is ``tolerance`` of its far end. Below 10⁻⁸ a minimum in float64 is too flat for
    values to tell. Lecture, L21.
    """
    tolerance = max(fraction(tolerance, "tolerance", 1e-8), CLOSEST)
    inner, inner_value, high = bracket(line, first)
    low = np.zeros_like(high)
    outer = high - GOLDEN * high
    outer_value = line.value(outer)
    while (wide := high - low > tolerance * high).any():
        left = inner_value <= outer_value
        low, high = np.where(wide & ~left, inner, low), np.where(wide & left, outer, high)
        # The better point stays, in the golden section of what is left; one trial joins it.
        kept, kept_value = np.where(left, inner, outer), np.where(left, inner_value, outer_value)
        part = GOLDEN * (high - low)
        trial = np.where(wide, np.where(left, low + part, high - part), kept)
        trial_value = line.value(trial)
        inner, outer = np.where(left, trial, kept), np.where(left, kept, trial)
        inner_value = np.where(left, trial_value, kept_value)
        outer_value = np.where(left, kept_value, trial_value)
    return np.where(inner_value <= outer_value, inner, outer)


def bracket(line, first):
    """Lengths t < T and φ(t), with φ(t) < φ(0) and φ(t) ≤ φ(T), t in the golden section of [0, T].

    Where no such t is found, T = 0.
    """
    t, value = first, line.value(first)
    while (high := ~(value < line.start) & (t > SHORTEST * first)).any():
        t = np.where(high, GOLDEN * t, t)
        value = line.value(t)
    low = value < line.start
    far, far_value = t / GOLDEN, line.value(t / GOLDEN)
    for _ in range(FURTHEST):
        falls = low & (far_value < value)
        if not falls.any():
            break
        t, value = np.where(falls, far, t), np.where(falls, far_value, value)
        far = t / GOLDEN
        far_value = np.where(falls, line.value(far), far_value)
    return np.where(low, t, 0.0), value, np.where(low, far, 0.0)


@line_search("grad")
def backtracking(line, first, enough=1e-4, shrink=0.5):
    """Backtracking (Armijo 1966): t ← ``shrink`` · t, until φ(t) ≤ φ(0) + ``enough`` · t φ′(0).

    The fall has to be a part of what the slope promised.
    """
    enough, shrink = fraction(enough, "enough", 1e-4), fraction(shrink, "shrink", 0.5)
    t = first
    while True:
        value = line.value(t)
        long = np.isinf(value) | (value > line.start + enough * t * line.start_slope)
        again = long & (t > SHORTEST * first)
        if not again.any():
            return np.where(long, 0.0, t)
        t = np.where(again, shrink * t, t)


class Trial(NamedTuple):
    """A length that was tried."""

    length: np.ndarray  # (*runs,)  t
    value: np.ndarray  # (*runs,)  φ(t)
    slope: np.ndarray  # (*runs,)  φ′(t)


@line_search("grad")
def strong_wolfe(line, first, enough=1e-4, flat=0.9):
    """Strong Wolfe conditions (Wolfe 1969; Nocedal & Wright 2006, algorithms 3.5 and 3.6).

    φ(t) ≤ φ(0) + ``enough`` · t φ′(0), and the slope has become flat: |φ′(t)| ≤ ``flat`` |φ′(0)|.
    ``enough`` is below ``flat``. A trial that is too high or past the minimum becomes the far end
    of a bracket, a better one its near end; the next is where the cubic through both is lowest.
    Where 40 trials do not do it, the best length that keeps the first condition is returned.
    """
    enough, flat = fraction(enough, "enough", 1e-4), fraction(flat, "flat", 0.9)
    if enough >= flat:
        raise InputError(
            f"enough is {enough:g} and flat {flat:g}; it needs enough < flat, "
            "such as enough = 0.0001 and flat = 0.9."
        )
    slack = 10 * np.finfo(float).eps * abs(line.start)  # closer by, only slopes can tell
    zero = np.zeros_like(first)
    near = behind = Trial(zero, line.start, line.start_slope)
    far = Trial(zero + np.inf, zero + np.inf, zero)
    t, found = first, ~(line.start_slope < 0)
    for _ in range(MOST):
        trial = Trial(t, *line.both(t))
        limit = line.start + enough * t * line.start_slope
        low = (trial.value <= limit + slack) & (trial.value < near.value + slack)
        found = found | (low & (abs(trial.slope) <= -flat * line.start_slope))
        if found.all():
            return t
        past = low & (trial.slope * (far.length - near.length) >= 0)
        far = chosen(~low, trial, chosen(past, near, far))
        near, behind = chosen(low, trial, near), chosen(low, near, behind)
        t = np.where(found, t, following(behind, near, far))
    return np.where(found, t, np.where(near.value < line.start - slack, near.length, 0.0))


def following(behind, near, far):
    """The length to try next: inside the bracket, or beyond ``near`` where there is no far end."""
    stride = near.length - behind.length
    beyond = lowest(behind, near)
    beyond = np.where(beyond > near.length, beyond, np.inf)  # a cubic without minimum ahead
    beyond = np.clip(beyond, near.length + stride / 10, near.length + 4 * stride)
    width = far.length - near.length
    inside = lowest(near, far)
    inside = np.where(np.isfinite(inside), inside, near.length + width / 2)
    ends = near.length + width / 10, far.length - width / 10
    inside = np.clip(inside, np.minimum(*ends), np.maximum(*ends))
    return np.where(np.isinf(far.length), beyond, inside)


def lowest(a, b):
    """Where the cubic with the values and slopes of two trials has its minimum; nan if nowhere."""
    width = b.length - a.length
    mean = a.slope + b.slope - 3 * (b.value - a.value) / width
    # Not mean**2: of one run alone, numpy may round that otherwise than of a batch.
    root = np.sign(width) * np.sqrt(mean * mean - a.slope * b.slope)
    return b.length - width * (b.slope + root - mean) / (b.slope - a.slope + 2 * root)


def chosen(which, trial, other):
    return Trial(*(np.where(which, a, b) for a, b in zip(trial, other, strict=True)))


class Trials(NamedTuple):
    """What a search has looked at, in order: trial 0 is the start, the last the length it chose."""

    length: np.ndarray  # (trials, *runs)  t
    loss: np.ndarray  # (trials, *runs)  φ(t), inf where f is nan or infinite


def trials(search, f, x, direction, first=1.0, **knobs):
    """The trials of one of the searches above, to be shown: ``trials(backtracking, f, x, d)``.

    A run that is done before the others repeats its length.
    """
    if not hasattr(search, "needs"):
        raise unfit(search)
    seen = []

    class Watched(Line):
        def value(self, t):
            value = super().value(t)
            seen.append((t, value))
            return value

        def both(self, t):
            value, slope = super().both(t)
            seen.append((t, value))
            return value, slope

    with np.errstate(all="ignore"):
        line = lined(Watched, search.__name__, search.needs, f, x, direction)
        length = search.__wrapped__(line, first_lengths(first, line), **knobs)
        if not np.array_equal(length, seen[-1][0]):
            line.value(length)
    return Trials(*map(np.stack, zip(*seen, strict=True)))


def unfit(search):
    return InputError(
        f"search is {brief(search)}; it needs a function from line_searches, such as "
        "line_searches.backtracking."
    )


def lined(kind, who, needed, f, x, direction):
    """f along x + td as a ``kind`` of Line, for all runs; or InputError."""
    f = f if isinstance(f, Checked) else Checked(f)
    require(f.f, who, needed)
    x = np.atleast_1d(numbers(x, "x", "x = 2.0"))
    direction = np.atleast_1d(numbers(direction, "direction", "direction = -f.grad(x)"))
    try:
        if x.shape[-1] != direction.shape[-1]:
            raise ValueError
        x, direction = (array.copy() for array in np.broadcast_arrays(x, direction))
    except ValueError:
        raise InputError(
            f"direction has shape {direction.shape} where x has shape {x.shape}; "
            "they need the same, such as direction = -f.grad(x)."
        ) from None
    line = kind(f, x, direction)
    if (line.start_slope > 0).any():
        raise InputError(
            f"direction leads uphill: ∇fᵀd is {line.start_slope.max():.3g} for {f.name}; "
            "it needs to be negative. Try direction = -f.grad(x)."
        )
    return line


def first_lengths(first, line):
    """The first length of each run (*runs,), 0 where d leads nowhere down; or InputError."""
    first, shape = knob(first, "first", 1.0), line.start.shape
    if first.shape not in [(), shape] or not (first > 0).all():
        raise InputError(
            f"first is {brief(first.tolist())}; it needs one positive number"
            + (f", or {shape} of them." if shape else ".")
        )
    return np.where(line.start_slope < 0, first, 0.0)
