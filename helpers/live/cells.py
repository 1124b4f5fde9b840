"""Calling ``update`` over the grid of the controls, and gathering what it answers."""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from helpers.errors import InputError

from . import artists, sentences
from .answers import Answer, read_all
from .grid import axes_of, grid_of, objects, texts_at, values_at


class Cells(NamedTuple):
    """The answers over a grid of settings: a failed cell has no data but a sentence."""

    grid: tuple
    answers: dict  # {artist: Answer}
    errors: np.ndarray  # (*grid) sentences or None
    said: np.ndarray  # (*grid) what describe says, or (*grid, steps + 1) where it says one a step


def one_cell(update, describe, controls, cell, steps, moving=(), batched=False):
    """The answer at one setting, as a table with no axes; if ``batched``, from a batch of one."""
    values, one = values_at(controls, cell), (1,) * len(cell) if batched else ()
    if batched:
        values = {name: np.reshape(value, one + np.shape(value)) for name, value in values.items()}
    answers, error = attempt(update, values, texts_at(controls, cell), steps, moving, one)
    answers = {artist: alone(answer, len(one)) for artist, answer in (answers or {}).items()}
    said = sentences.say(describe, controls, cell, steps)
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
        sentences.gathered([cell.said.tolist() for cell in cells], controls, steps),
    )


def all_at_once(update, describe, controls, steps, moving=()):
    """Call ``update`` once, with arrays of the grid's shape (a point's are (*grid, 2))."""
    grid = grid_of(controls)
    index = np.indices(grid)
    values = {}
    for name, control, part in axes_of(controls):
        settings = column(name, control)
        values[name] = settings[tuple(index[part])]
    answers, error = attempt(update, values, "…", steps, moving, grid)
    said = [sentences.say(describe, controls, cell, steps) for cell in np.ndindex(grid)]
    errors = objects([error] * len(said), grid)
    return Cells(grid, answers or {}, errors, sentences.gathered(said, controls, steps))


def column(name, control):
    """All values of one control as an array (*counts) or, of places, (*counts, 2)."""
    try:
        values = np.array([control.value(i) for i in np.ndindex(control.counts)])
        if values.dtype == object:
            raise ValueError
    except ValueError:  # functions, or lists of unequal lengths
        raise InputError(
            f"With batched=True update is given all settings at once, in arrays; the options of "
            f"{name} are no numbers of one shape. Leave batched out, or offer their names, "
            f"live.choice([…]), and let update look up by name what it needs."
        ) from None
    return values.reshape(control.counts + values.shape[1:])


def attempt(update, values, texts, steps, moving=(), grid=()):
    """(answers, None), or (None, the sentence that says what went wrong)."""
    try:
        with np.errstate(all="ignore"):
            given = update(**values)
        return read_all(given, steps, moving, grid), None
    except Redrawn:
        raise
    except (Exception, SystemExit) as error:
        return None, sentences.failure(error, update, texts)


class Redrawn(InputError):
    """update changed the matplotlib figure: no setting can be shown, since all have one picture."""


def watched(update, fig):
    """``update``, which is to leave ``fig`` alone: else Redrawn is raised."""
    for axes in fig.findobj(Axes):
        axes.viewLim  # noqa: B018  (limits still to be found would be a change when update asks)

    def call(**values):
        fig.stale = False  # matplotlib's own mark of a figure that has to be drawn again
        given = update(**values)
        if fig.stale:
            raise Redrawn(
                "update changed the matplotlib figure itself (a title, limits, a colour, an "
                "artist), but a live figure is drawn only once, before anything moves. Return what "
                "moves, {artist: data}: a title, too, {ax.title: text}; set the rest before "
                "live.figure (positions of axes and tick labels, too, are read before it)."
            )
        return given

    call.__name__ = getattr(update, "__name__", "update")
    return call


def check_same(one, other, texts):
    """Refuse an update or describe that answers the same question in two ways."""
    both = [artist for artist in one.answers if artist in other.answers]
    differing = [artists.name_of(artist) for artist in both
                 if not same(one.answers[artist], other.answers[artist])]
    if one.said.tolist() != other.said.tolist():
        differing.append("the sentence of describe")
    if differing:
        raise InputError(
            f"Asked twice for {texts}, update gave two answers for {differing[0]}. A picture may "
            "hang on the controls alone: draw random numbers from a generator made inside update, "
            "np.random.default_rng(0), and copy what is changed in place."
        )


def same(one, other):
    """Whether two answers agree to the last bit."""
    return one.time == other.time and one.parts.keys() == other.parts.keys() and all(
        np.array_equal(part, other.parts[name], equal_nan=part.dtype != object)
        for name, part in one.parts.items())


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
