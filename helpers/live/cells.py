"""Calling ``update`` over the grid of the controls, and gathering what it answers."""

import linecache
import sysconfig
import traceback
from pathlib import Path
from textwrap import shorten
from typing import NamedTuple

import numpy as np

from helpers.errors import InputError

from . import artists
from .answers import Answer, read_all

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
        if control.counts:
            yield name, control, slice(start, start + len(control.counts))
            start += len(control.counts)


def grid_of(controls):
    return tuple(n for control in controls.values() for n in control.counts)


def values_at(controls, cell):
    """``{name: value}`` for one cell of the grid."""
    return {name: control.value(cell[part]) for name, control, part in axes_of(controls)}


def texts_at(controls, cell):
    """The same as a reader would write it: "name = value, …"."""
    return ", ".join(f"{n} = {control.text(cell[part])}" for n, control, part in axes_of(controls))


def one_cell(update, describe, controls, cell, steps, moving=(), batched=False):
    """The answer at one setting, as a table with no axes; if ``batched``, from a batch of one."""
    values, one = values_at(controls, cell), (1,) * len(cell) if batched else ()
    if batched:
        values = {name: np.reshape(value, one + np.shape(value)) for name, value in values.items()}
    answers, error = attempt(update, values, texts_at(controls, cell), steps, moving, one)
    answers = {artist: alone(answer, len(one)) for artist, answer in (answers or {}).items()}
    said = say(describe, controls, cell)
    return Cells((), answers, np.array(error, object), np.array(said, object))


def alone(answer, axes):
    """An answer without its first ``axes``, which are of length 1."""
    parts = {name: part.reshape(part.shape[axes:]) for name, part in answer.parts.items()}
    return Answer(answer.time, parts)


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
        settings = np.array([control.value(i) for i in np.ndindex(control.counts)])
        settings = settings.reshape(control.counts + settings.shape[1:])
        values[name] = settings[tuple(index[part])]
    answers, error = attempt(update, values, "…", steps, moving, grid)
    said = objects([say(describe, controls, cell) for cell in np.ndindex(grid)], grid)
    return Cells(grid, answers or {}, objects([error] * said.size, grid), said)


def attempt(update, values, texts, steps, moving=(), grid=()):
    """(answers, None), or (None, the sentence that says what went wrong)."""
    try:
        with np.errstate(all="ignore"):
            given = update(**values)
        return read_all(given, steps, moving, grid), None
    except (Exception, SystemExit) as error:
        return None, sentence(error, update, texts)


def say(describe, controls, cell):
    """The sentence for a reader who cannot see the figure; by default, the settings."""
    if describe is None:
        return "; ".join(f"{c.label} = {c.text(cell[part])}" for _, c, part in axes_of(controls))
    try:
        with np.errstate(all="ignore"):
            words = describe(**values_at(controls, cell))
        return "" if words is None else str(words)
    except (Exception, SystemExit) as error:
        return sentence(error, describe, texts_at(controls, cell))


def sentence(error, function, texts):
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


def gather(answers, grid):
    """``[{artist: Answer}]`` in the grid's order → ``{artist: Answer over the grid}``."""
    known = dict.fromkeys(artist for answer in answers for artist in answer)
    return {artist: stacked(artist, [answer.get(artist) for answer in answers], grid)
            for artist in known}


def stacked(artist, answers, grid):
    first, *others = (answer for answer in answers if answer is not None)
    if any(form(artist, other) != form(artist, first) for other in others):
        raise InputError(
            f"update gives {artists.name_of(artist)} data of one form at some settings and of "
            "another at others. Let it have the same parts, wrapped alike, everywhere."
        )
    parts = {}
    for name, sample in first.parts.items():
        nothing = np.full(sample.shape, "" if sample.dtype == object else np.nan, sample.dtype)
        column = artists.stack([nothing if a is None else a.parts[name] for a in answers])
        parts[name] = column.reshape(*grid, *column.shape[1:])
    return Answer(first.time, parts)


def form(artist, answer):
    """What has to be the same at every setting of a table."""
    shapes = () if artists.kind_of(artist).ragged else [p.shape for p in answer.parts.values()]
    return answer.time, set(answer.parts), shapes


def objects(items, grid):
    array = np.empty(len(items), object)
    array[:] = items
    return array.reshape(grid)
