"""What a live figure says: of its picture, and of what went wrong in its functions."""

import linecache
import sysconfig
import traceback
from pathlib import Path
from textwrap import shorten

import numpy as np

from helpers.errors import InputError

from .answers import Data
from .grid import grid_of, labels_at, objects, texts_at, values_at

# a reader's mistake is shown in a line of the reader's, not in one of ours or of a library
OURS = tuple(str(Path(place).resolve()) for place in (
    Path(__file__).parents[1], sysconfig.get_path("purelib"), sysconfig.get_path("stdlib")))


def say(describe, controls, cell, steps=None):
    """For a reader who cannot see the figure: a sentence, or a list of one for each step.

    By default, the settings.
    """
    if describe is None:
        return labels_at(controls, cell)
    try:
        with np.errstate(all="ignore"):
            return worded(describe(**values_at(controls, cell)), steps)
    except (Exception, SystemExit) as error:
        words = failure(error, describe, texts_at(controls, cell))
        return words if steps is None else [words] * (steps + 1)  # at once, not at the last step


def worded(given, steps):
    """What describe returned as one sentence, or as a list of one for each step."""
    if isinstance(given, Data):
        given, = given.args
    if not isinstance(given, list | tuple | np.ndarray):
        return "" if given is None else str(given)
    if steps is None:
        raise InputError(
            f"describe gave {len(given)} sentences; one for each step needs steps: "
            "add step=live.steps(n) to live.figure."
        )
    if len(given) != steps + 1:
        raise InputError(
            f"describe gave {len(given)} sentences; with live.steps({steps}) it needs "
            f"{steps + 1}: steps 0 … {steps}."
        )
    return ["" if words is None else str(words) for words in given]


def gathered(said, controls, steps):
    """A sentence for every setting, (*grid); (*grid, steps + 1) if any setting has one a step."""
    grid = grid_of(controls)
    if not any(isinstance(words, list) for words in said):
        return objects(said, grid)
    each = [told(words, controls, cell, steps, k)
            for words, cell in zip(said, np.ndindex(grid), strict=True) for k in range(steps + 1)]
    return objects(each, (*grid, steps + 1))


def told(said, controls, cell, steps, k):
    """What a figure says at one setting and step ``k``; ``said`` as describe has it there.

    A plain sentence tells how it ends. Where there are steps it waits for the last one: until then
    the reader, who may be guessing, is told the settings and the time.
    """
    if np.ndim(said):
        return said[k]
    if steps is None or k >= steps or not said:
        return str(said)
    time = when(controls, steps, k)
    text = ", ".join(filter(None, [labels_at(controls, cell), time]))
    return f"{text[0].upper()}{text[1:]}." if text == time else f"{text}."


def when(controls, steps, k):
    """Where in time, in words; what is no step (a budget, a doubling) goes by its own label."""
    label = next((c.label for c in controls.values() if c.kind == "steps"), "step")
    if label != "step":
        return f"{label} {k} of {steps}"
    return f"after {k} of {steps} steps" if k else "before the first step"


def failure(error, function, texts):
    """What went wrong in the author's or student's function, in one sentence."""
    if isinstance(error, InputError):
        return str(error)
    own = [(frame.f_code.co_filename, number) for frame, number in
           traceback.walk_tb(error.__traceback__) if not frame.f_code.co_filename.startswith(OURS)]
    line = linecache.getline(*own[-1]).strip() if own else ""
    name = getattr(function, "__name__", "update")
    what = shorten(f"{type(error).__name__}: {error}", 300, placeholder="…")
    where = f" in the line “{line}”" if line else ""
    return f"{name}({texts}) stopped{where} with {what.rstrip(': .')}."
