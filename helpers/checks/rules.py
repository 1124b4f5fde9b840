"""What a check is made of: rules that look only at what the reader's function does.

A check never raises: whatever goes wrong in the reader's code becomes a sentence.

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

from helpers.errors import InputError
from helpers.inputs import numbers

# Instructions of Python that a reader's function may run for one answer. The solutions need a few
# thousand at most, and a loop that never ends is stopped within a fraction of a second.
MOST_INSTRUCTIONS = 1_000_000

MARKS = {  # passed: sign, word, colour of the bar
    None: ("○", "To do", "#6e7781"),
    True: ("✓", "Right", "#1a7f37"),
    False: ("✗", "Not yet", "#bc4c00"),
}


class Verdict(NamedTuple):
    """What a check answers; shown as a sentence, in a notebook with a sign and a coloured bar."""

    passed: bool | None  # None: still to do
    message: str

    def __repr__(self):
        _, word, _ = MARKS[self.passed]
        return f"{word}: " + written(self.message, "`{}`", "{}")

    def _repr_html_(self):
        sign, word, colour = MARKS[self.passed]
        sentence = written(html.escape(self.message), "<code>{}</code>", "<em>{}</em>")
        style = f"border-left: 5px solid {colour}; padding: 0.2em 0.8em"
        return f'<div style="{style}"><b>{sign} {word}:</b> {sentence}</div>'


def written(text, code, emphasis):
    """`text` with its `code` and its *emphasis* written in the forms that are given."""
    forms = (code, emphasis)  # code comes first: stars within it multiply
    return re.sub(
        r"`(.+?)`|\*(\S.*?\S)\*", lambda m: forms[m.lastindex - 1].format(m[m.lastindex]), text
    )


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
            if unwritten(answer):
                return Verdict(None, f"write `{name}` in place of the dots, then run both cells.")
            try:
                pairs = rules(careful(name, answer))
                hint = next((hint for right, hint in pairs if not right), None)
            except SlipError as slip:
                hint = str(slip)
            return Verdict(hint is None, hint or praise)

        return check

    return decorate


# Running the reader's code -------------------------------------------------------------------


class SlipError(Exception):
    """What is wrong with the reader's answer, as a sentence."""


class EndlessError(BaseException):
    """Too many instructions. Not an Exception, so that the reader's `except` cannot hide it."""


def unwritten(answer):
    """True as long as the body is `...` (or the answer itself is): no instruction does anything."""
    if not inspect.isfunction(answer):
        return answer is None or answer is ...
    work = (op for op in dis.get_instructions(answer) if op.opname != "RESUME")
    return all(op.argval is None or op.argval is ... for op in work)


def careful(name, function):
    """`function`, returning an array of finite floats or raising a `SlipError`."""
    if not callable(function):
        raise SlipError(
            f"Hand over the function itself, `{name}`, without brackets and arguments behind it."
        )

    def ask(*arguments):
        arrays = [a for a in arguments if isinstance(a, np.ndarray)]
        before = [a.copy() for a in arrays]
        value, printed = run(name, function, arguments)
        if not all(map(np.array_equal, arrays, before)):
            raise SlipError(
                f"`{name}` changes the array it was given: `x -= …` works on the caller's own. "
                "Write `x = x - …`, which makes a new one."
            )
        return finite(name, value, printed)

    return ask


def run(name, function, arguments):
    """The value of the call, and what it printed; an exception becomes a `SlipError`."""
    tracer = sys.gettrace()  # a debugger at work is left alone
    with contextlib.redirect_stdout(io.StringIO()) as printed, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sys.settrace(tracer or limit())
        try:
            value = function(*arguments)
            return list(value) if inspect.isgenerator(value) else value, printed.getvalue()
        except EndlessError:
            raise SlipError(
                f"`{name}` takes too long, or never comes to an end. When does its loop stop?"
            ) from None
        except (Exception, SystemExit) as error:
            sentence = textwrap.shorten(f"{type(error).__name__}: {error}", 200)
            raise SlipError(f"`{name}` stops with {sentence}{place(error, function)}") from None
        finally:
            sys.settrace(tracer)


def limit():
    """A trace function that counts instructions and ends the run after `MOST_INSTRUCTIONS`."""
    count = itertools.count()

    def trace(frame, event, argument):
        frame.f_trace_opcodes = True  # lines are not enough: `while True: pass` starts none anew
        if next(count) > MOST_INSTRUCTIONS:
            raise EndlessError
        return trace

    return trace


def place(error, function):
    """The reader's own line in which the error arose, if there is one."""
    file = getattr(getattr(function, "__code__", None), "co_filename", None)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.line for frame in frames if frame.filename == file and frame.line]
    return f" (in the line `{lines[-1]}`)" if lines else ""


def finite(name, value, printed):
    """`value` as an array of finite floats, or a `SlipError` that says what it is instead."""
    if value is None:
        raise SlipError(
            f"`{name}` prints its answer, but returns nothing: write `return` instead of `print`."
            if printed
            else f"`{name}` returns nothing: is the `return` missing?"
        )
    if value is ...:
        raise SlipError(f"`{name}` still returns the dots.")
    try:
        array = numbers(value, name, "0.5", kinds="biuf")
    except InputError:
        kind = getattr(value, "dtype", type(value).__name__)
        raise SlipError(
            f"`{name}` returns a value of type {kind}, which cannot be read as numbers."
        ) from None
    if not np.isfinite(array).all():
        raise SlipError(
            f"`{name}` returns nan or infinity: does something grow, or is it divided by 0?"
        )
    return array


def number(array):
    """The one number that `array` holds."""
    if array.size != 1:
        raise SlipError(f"One number is wanted here; yours has the shape {array.shape}.")
    return array.item()
