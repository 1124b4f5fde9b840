"""Verdicts on the exercises: "To do", "Right", or "Not yet" with the likely slip named.

``checks.exercise_31_1(factor)`` looks only at what the reader's function does, so every correct
spelling passes. It never raises: whatever goes wrong in the reader's code becomes a sentence.

A new exercise is one generator below `exercise`. Its parameter bears the name that the reader's
function has in the notebook; it yields pairs *(is this as it should be?, what to say if not)*, and
the first pair that fails speaks. So rules that name a slip come first, the general rule last:

    @exercise("Right, because ...")
    def exercise_99_1(double):
        yield differs(double(3.0), 9.0), "That is the square: `double` adds a number to itself."
        yield agrees(double(3.0), 6.0), "Twice 3 is wanted here."
"""

import contextlib
import dis
import functools
import html
import inspect
import io
import itertools
import re
import sys
import textwrap
import traceback
import warnings
from typing import NamedTuple

import numpy as np

from helpers import surfaces

# Instructions of Python that a reader's function may run for one answer. The solutions need a few
# thousand at most, and a loop that never ends is stopped within a fraction of a second.
MOST_INSTRUCTIONS = 1_000_000

_MARKS = {  # passed: sign, word, colour of the bar
    None: ("○", "To do", "#6e7781"),
    True: ("✓", "Right", "#1a7f37"),
    False: ("✗", "Not yet", "#bc4c00"),
}


class Verdict(NamedTuple):
    """What a check answers; shown as a sentence, in a notebook with a sign and a coloured bar."""

    passed: bool | None  # None: still to do
    message: str

    def __repr__(self):
        _, word, _ = _MARKS[self.passed]
        return f"{word}: {self.message}"

    def _repr_html_(self):
        sign, word, colour = _MARKS[self.passed]
        sentence = re.sub("`(.+?)`", r"<code>\1</code>", html.escape(self.message))
        style = f"border-left: 5px solid {colour}; padding: 0.2em 0.8em"
        return f'<div style="{style}"><b>{sign} {word}:</b> {sentence}</div>'


# The exercises -------------------------------------------------------------------------------


def agrees(found, wanted):
    """Equal up to rounding (and of the same shape, or one that broadcasts)."""
    return np.allclose(found, wanted, rtol=1e-6, atol=1e-9)


def differs(found, slip):
    """Not what this slip would give."""
    return not agrees(found, slip)


def exercise(praise):
    """Turn a generator of (test, hint) rules into a check that returns a `Verdict`."""

    def decorate(rules):
        name = next(iter(inspect.signature(rules).parameters))

        @functools.wraps(rules)
        def check(answer) -> Verdict:
            if _unwritten(answer):
                return Verdict(None, f"write `{name}` in place of the dots, then run both cells.")
            try:
                pairs = rules(_careful(name, answer))
                hint = next((hint for right, hint in pairs if not right), None)
            except _SlipError as slip:
                hint = str(slip)
            return Verdict(hint is None, hint or praise)

        return check

    return decorate


@exercise(
    "one number foretells the whole run. Between −1 and 1 it arrives; below 0 it jumps across the "
    "minimum at every step; beyond ±1 it diverges."
)
def exercise_31_1(factor):
    """``factor(rate)``: by how much one step of gradient descent on f = x² multiplies x."""
    rates = np.array([0.05, 0.2, 0.9, 1.02])
    found = np.array([_number(factor(rate)) for rate in rates.tolist()])
    yield differs(found, found[0]), (
        "It is the same number for every rate. Use the argument `rate`, so that it changes with it."
    )
    yield differs(found, 1 + 2 * rates), (
        "A sign: that walks uphill. Descent goes *against* the slope, x − rate · f′(x)."
    )
    yield differs(found, 1 - rates), "A 2 is missing: the slope of x² is 2x, not x."
    yield differs(found, 2 * rates - 1), (
        "The sign is turned round: the new x is the old x *minus* the step, not the reverse."
    )
    yield differs(abs(found), 2 * rates), (
        "That is the step alone. The new x is the old x minus this step: what is left of x?"
    )
    yield differs(found, abs(1 - 2 * rates)), (
        "The size is right, the sign is lost. What does it mean for x to be multiplied by a "
        "negative number? Look at rate 0.9 in the figure."
    )
    yield differs(found, (1 - 2 * rates) ** 2), (
        "That is the factor of the loss. The loss is x², so x itself is multiplied by its root; "
        "mind the sign."
    )
    yield agrees(found, 1 - 2 * rates), (
        "Put f′(x) = 2x into x − rate · f′(x) and take x out of the bracket: "
        "what x is multiplied by is the answer."
    )


@exercise("that is gradient descent: it knows nothing of f but its slope, so it runs on any f.")
def exercise_31_2(descend):
    """``descend(f, x0, rate, steps)``: the positions x0, x1, … of gradient descent."""
    f = surfaces.quadratic(np.array([[3.0, 1.0], [1.0, 2.0]]), np.array([1.0, -2.0]))
    x0, rate, steps = np.array([2.0, -1.0]), 0.1, 6
    found = descend(f, x0, rate, steps)
    yield from _shaped_as_positions(found, x0, steps)
    step, slope = found[1] - x0, f.grad(x0)
    yield differs(found, found[0]), (
        "Every stored position is the same: `x -= …` changes the one array that all of them share. "
        "Write `x = x - …`, which makes a new one."
    )
    yield agrees(found[0], x0), "The first position should be the start, `x0` itself."
    yield differs(step, rate * slope), "It walks uphill: go *against* the gradient, with a minus."
    yield differs(step, -rate * f(x0)), (
        "The step uses the height `f(x)`; what is wanted is the slope, `f.grad(x)`."
    )
    yield differs(step, -slope), "The rate is missing: the step is rate times gradient."
    yield differs(step, -rate * 2 * x0), (
        "2x is the slope of x² only. Ask the function you are given: `f.grad(x)`."
    )
    yield differs(np.diff(found, axis=0), step), (
        "All steps are alike: the gradient is taken at the start each time. "
        "Take it where you are now, at the newest x."
    )
    yield agrees(np.diff(found, axis=0), -rate * f.grad(found[:-1])), (
        "The start is right, but not every step goes from x to x − rate · f.grad(x)."
    )
    yield descend(f, x0, rate, 0).shape == (1, *x0.shape), (
        "With `steps = 0` nothing moves: the answer is then the start alone."
    )


def _shaped_as_positions(found, x0, steps):
    """The rules on how many positions there are."""
    yield found.shape != x0.shape, (
        "That is one position only. Collect all of them, the start included, in a list."
    )
    yield found.shape[1:] == x0.shape, (
        f"Each position should have the shape of the start, {x0.shape}; "
        f"all together yours have {found.shape}."
    )
    yield len(found) != steps or agrees(found[0], x0), (
        "The start is left out: the list begins with `x0`, before any step."
    )
    yield len(found) >= steps + 1, "Too few positions: so many steps make one position more."
    yield len(found) <= steps + 1, "Too many positions: so many steps make only one position more."


@exercise(
    "three positions tell the curvature of a function you have never seen, and with it the limit."
)
def exercise_31_3(largest_rate):
    """``largest_rate(x, rate)``: the largest rate that does not diverge, from positions alone."""
    curvatures = np.array([0.5, 2.0, 8.0, 2.0, 20.0])
    factors = np.array([0.9, 0.6, -0.8, -1.04, -0.5])  # slow, quick, jumping, diverging, jumping
    centres = np.array([3.0, -1.0, 0.5, 4.0, -3.0])
    rates = (1 - factors) / curvatures
    runs = centres + 2.0 * factors ** np.arange(4)[:, None]  # (positions, functions)
    asked = zip(runs.T, rates.tolist(), strict=True)
    found = np.array([_number(largest_rate(x.copy(), rate)) for x, rate in asked])

    yield differs(found, rates), "That is the rate that was used. How far could it have gone?"
    yield differs(found, 1 / curvatures), (
        "That is the best rate, 1/f″: it arrives in one step. The largest is where the factor "
        "reaches −1."
    )
    yield differs(found, curvatures), (
        "That is the curvature f″. The limit follows from it: where is 1 − rate · f″ equal to −1?"
    )
    yield differs(found, 2 / (1 - factors)), (
        "The rate is missing: 1 − factor is rate · f″, so divide by the rate to find f″."
    )
    yield differs(found, 2 / (rates * (1 - factors))), (
        "The rate is on the wrong side: 1 − factor is rate · f″, so f″ is (1 − factor) / rate."
    )
    yield differs(found, 2 * rates / (1 + factors)), (
        "A sign: the factor is 1 − rate · f″, so rate · f″ is 1 *minus* the factor."
    )
    yield differs(found, 2 * rates / (1 - abs(factors))), (
        "The sign of the factor is lost. A run that jumps across has a negative factor: keep it."
    )
    yield differs(found, 2 * rates / (1 - 1 / factors)), (
        "The quotient is upside down: the newer difference is divided by the older one."
    )
    yield all(differs(found, 2 * rates / (1 - runs[k + 1] / runs[k])) for k in range(3)), (
        "Dividing x by x is right only for a minimum at 0. This one is somewhere else: "
        "divide *differences* of positions, in which its place drops out."
    )
    yield agrees(found, 2 / curvatures), (
        "Three steps lead there: the factor is (x₂ − x₁)/(x₁ − x₀); it equals 1 − rate · f″; "
        "at the limit it is −1."
    )


# Running the reader's code -------------------------------------------------------------------


class _SlipError(Exception):
    """What is wrong with the reader's answer, as a sentence."""


class _EndlessError(BaseException):
    """Too many instructions. Not an Exception, so that the reader's `except` cannot hide it."""


def _unwritten(answer):
    """True as long as the body is `...` (or the answer itself is): no instruction does anything."""
    if not inspect.isfunction(answer):
        return answer is None or answer is ...
    work = (op for op in dis.get_instructions(answer) if op.opname != "RESUME")
    return all(op.argval is None or op.argval is ... for op in work)


def _careful(name, function):
    """`function`, returning an array of finite floats or raising a `_SlipError`."""
    if not callable(function):
        raise _SlipError(
            f"Hand over the function itself, `{name}`, without brackets and arguments behind it."
        )

    def ask(*arguments):
        arrays = [a for a in arguments if isinstance(a, np.ndarray)]
        before = [a.copy() for a in arrays]
        value, printed = _run(name, function, arguments)
        if not all(map(np.array_equal, arrays, before)):
            raise _SlipError(
                f"`{name}` changes the array it was given: `x -= …` works on the caller's own. "
                "Write `x = x - …`, which makes a new one."
            )
        return _finite(name, value, printed)

    return ask


def _run(name, function, arguments):
    """The value of the call, and what it printed; an exception becomes a `_SlipError`."""
    tracer = sys.gettrace()  # a debugger at work is left alone
    with contextlib.redirect_stdout(io.StringIO()) as printed, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sys.settrace(tracer or _limit())
        try:
            return function(*arguments), printed.getvalue()
        except _EndlessError:
            raise _SlipError(f"`{name}` never comes to an end. When does its loop stop?") from None
        except (Exception, SystemExit) as error:
            sentence = textwrap.shorten(f"{type(error).__name__}: {error}", 200)
            raise _SlipError(f"`{name}` stops with {sentence}{_place(error, function)}") from None
        finally:
            sys.settrace(tracer)


def _limit():
    """A trace function that counts instructions and ends the run after `MOST_INSTRUCTIONS`."""
    count = itertools.count()

    def trace(frame, event, argument):
        frame.f_trace_opcodes = True  # lines are not enough: `while True: pass` starts none anew
        if next(count) > MOST_INSTRUCTIONS:
            raise _EndlessError
        return trace

    return trace


def _place(error, function):
    """The reader's own line in which the error arose, if there is one."""
    file = getattr(getattr(function, "__code__", None), "co_filename", None)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.line for frame in frames if frame.filename == file and frame.line]
    return f" (in the line `{lines[-1]}`)" if lines else ""


def _finite(name, value, printed):
    """`value` as an array of finite floats, or a `_SlipError` that says what it is instead."""
    if value is None:
        raise _SlipError(
            f"`{name}` prints its answer, but returns nothing: write `return` instead of `print`."
            if printed
            else f"`{name}` returns nothing: is the `return` missing?"
        )
    if value is ...:
        raise _SlipError(f"`{name}` still returns the dots.")
    try:
        array = np.asarray(value).astype(float, casting="same_kind")
    except (TypeError, ValueError):
        raise _SlipError(
            f"`{name}` returns a {type(value).__name__} that cannot be read as numbers."
        ) from None
    if not np.isfinite(array).all():
        raise _SlipError(
            f"`{name}` returns nan or infinity: does something grow, or is it divided by 0?"
        )
    return array


def _number(array):
    """The one number that `array` holds."""
    if array.size != 1:
        raise _SlipError(f"One number is wanted here; yours has the shape {array.shape}.")
    return array.item()
