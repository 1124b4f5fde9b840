"""Calling ``update`` over the grid of the controls, and gathering what it answers."""

import linecache
import sysconfig
import traceback
from pathlib import Path
from typing import NamedTuple

import numpy as np

from helpers.errors import InputError

from . import artists
from .data import Answer, read_all

# a reader's mistake is shown in a line of the reader's, not in one of ours or of a library
OURS = tuple(str(Path(place).resolve()) for place in (
    Path(__file__).parents[1], sysconfig.get_path("purelib"), sysconfig.get_path("stdlib")))


class Cells(NamedTuple):
    """The answers over a grid of settings: a failed cell has no data but a sentence."""

    grid: tuple
    answers: dict  # {artist: Answer}
    errors: np.ndarray  # (*grid) sentences or None
    said: np.ndarray  # (*grid) what describe says


def axes_of(controls):
    """(name, control, its slice of the grid's axes) for every control but the steps."""
    start = 0
    for name, control in controls.items():
        if control.axes:
            yield name, control, slice(start, start + len(control.axes))
            start += len(control.axes)


def grid_of(controls):
    return tuple(n for control in controls.values() for n in control.axes)


def values_at(controls, cell):
    """``{name: value}`` for one cell of the grid."""
    return {name: control.value(cell[part]) for name, control, part in axes_of(controls)}


def one_cell(update, describe, controls, cell, steps, moving=()):
    """The answer at one setting, as a table with no axes."""
    values = values_at(controls, cell)
    answers, error = attempt(update, values, steps, moving)
    said = say(describe, controls, cell)
    return Cells((), answers or {}, np.array(error, object), np.array(said, object))


def one_by_one(update, describe, controls, steps, moving=()):
    """Call ``update`` at every setting: a failing one becomes a sentence, the others live."""
    grid = grid_of(controls)
    cells = [one_cell(update, describe, controls, cell, steps, moving) for cell in np.ndindex(grid)]
    return Cells(
        grid,
        gather([cell.answers for cell in cells], grid),
        objects([cell.errors.item() for cell in cells], grid),
        objects([cell.said.item() for cell in cells], grid),
    )


def all_at_once(update, describe, controls, steps, moving=()):
    """Call ``update`` once, with arrays of the grid's shape (a point's are (*grid, 2))."""
    grid = grid_of(controls)
    index = np.indices(grid)
    values = {}
    for name, control, part in axes_of(controls):
        settings = np.array([control.value(i) for i in np.ndindex(control.axes)])
        settings = settings.reshape(control.axes + settings.shape[1:])
        values[name] = settings[tuple(index[part])]
    answers, error = attempt(update, values, steps, moving, grid)
    said = objects([say(describe, controls, cell) for cell in np.ndindex(grid)], grid)
    return Cells(grid, answers or {}, objects([error] * said.size, grid), said)


def attempt(update, values, steps, moving=(), grid=()):
    """(answers, None), or (None, the sentence that says what went wrong)."""
    try:
        with np.errstate(all="ignore"):
            given = update(**values)
        return read_all(given, steps, moving, grid), None
    except Exception as error:
        return None, sentence(error, update, {} if grid else values)


def say(describe, controls, cell):
    """The sentence for a reader who cannot see the figure; by default, the settings."""
    if describe is None:
        return "; ".join(f"{c.label} = {c.text(cell[part])}" for _, c, part in axes_of(controls))
    try:
        with np.errstate(all="ignore"):
            return str(describe(**values_at(controls, cell)))
    except Exception as error:
        return sentence(error, describe, values_at(controls, cell))


def sentence(error, function, values):
    """What went wrong in the author's or student's function, in one sentence."""
    if isinstance(error, InputError):
        return str(error)
    own = [(frame.f_code.co_filename, number) for frame, number in
           traceback.walk_tb(error.__traceback__) if not frame.f_code.co_filename.startswith(OURS)]
    line = linecache.getline(*own[-1]).strip() if own else ""
    settings = ", ".join(f"{name} = {value}" for name, value in values.items())
    name, what = getattr(function, "__name__", "update"), f"{type(error).__name__}: {error}"
    where = f" in the line “{line}”" if line else ""
    return f"{name}({settings}) stopped{where} with {what.rstrip(': .')}."


def gather(answers, grid):
    """``[{artist: Answer}]`` in the grid's order → ``{artist: Answer over the grid}``."""
    known = dict.fromkeys(artist for answer in answers for artist in answer)
    return {artist: stacked([answer.get(artist) for answer in answers], grid) for artist in known}


def stacked(answers, grid):
    first = next(answer for answer in answers if answer is not None)
    parts = {}
    for name, sample in first.parts.items():
        nothing = np.full(sample.shape, "" if sample.dtype == object else np.nan, sample.dtype)
        column = artists.stack([nothing if a is None else a.parts[name] for a in answers])
        parts[name] = column.reshape(*grid, *column.shape[1:])
    return Answer(first.time, parts)


def objects(items, grid):
    array = np.empty(len(items), object)
    array[:] = items
    return array.reshape(grid)
