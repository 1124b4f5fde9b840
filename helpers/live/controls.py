"""The controls of a live figure. Each declares its whole grid of settings from the start.

A control has a ``label``, ``counts`` (how many settings it offers along each axis of the table: one
axis for a slider or a choice, two for a point, none for the steps), ``default`` (one index an
axis), ``presets`` (such indices, each with its text) and ``value(index)``.
"""

from numbers import Integral
from typing import NamedTuple

import numpy as np

from helpers.errors import InputError
from helpers.inputs import brief, numbers
from helpers.words import RAISED, fixed, number

GRIDS = (61, 51, 41, 31, 25, 21)  # places a side from which a figure chooses, finest first
LONG = 8  # characters that a readout has room for

FORMS = {  # how an author writes what a point takes
    "grid": "two whole numbers from 2 on, (columns, rows)",
    "window": "((left, right), (bottom, top))",
    "value": "(x, y)",
    "preset": "(x, y), one in a list of them",
}


class Slider(NamedTuple):
    """One number out of a grid of numbers."""

    label: str
    values: tuple
    texts: tuple
    default: tuple
    presets: tuple
    kind = "slider"

    @property
    def counts(self):
        return (len(self.values),)

    def value(self, index):
        return self.values[index[0]]

    def text(self, index):
        return self.texts[index[0]]


class Choice(NamedTuple):
    """One of a few named options, each of which may bring its own still artists."""

    label: str
    values: tuple
    texts: tuple
    default: tuple
    show: dict
    presets = ()
    kind = "choice"

    counts = Slider.counts
    value = Slider.value
    text = Slider.text


class Point(NamedTuple):
    """A place in a pair of axes, dragged about on a grid."""

    label: str
    ax: object
    xs: tuple
    ys: tuple
    default: tuple
    presets: tuple
    grids: tuple = ()  # the same point on each grid the figure may choose, finest first
    kind = "point"

    @property
    def counts(self):
        return (len(self.xs), len(self.ys))

    def value(self, index):
        return np.array([self.xs[index[0]], self.ys[index[1]]])

    def text(self, index):
        return "({}, {})".format(*map(number, self.value(index)))


class Steps(NamedTuple):
    """The time of a live figure: steps 0 … n, chosen in the browser."""

    label: str
    n: int
    default: int
    play: bool
    kind = "steps"
    counts = ()
    presets = ()


def slider(values, presets=(), value=None, label=None):
    """A slider over ``values``, with a button for each of ``presets``.

    ``values`` (n,) increasing numbers; ``value`` the number it starts at (the first preset, else
    the middle). Presets and start must be among the values: 0.9 means 0.9, not 0.897. Whole
    numbers stay whole: ``update`` may count with them. Raises InputError otherwise.
    """
    values = grid_of_numbers(values, "live.slider")
    texts = different(values)
    places = [place(preset, values, "preset") for preset in np.atleast_1d(presets).tolist()]
    middle = places[0] if places else len(values) // 2
    start = middle if value is None else place(value, values, "value")
    presets = tuple(((i,), texts[i]) for i in places)
    return Slider(label, values, even(values, texts), (start,), presets)


def choice(options, value=None, label=None, show=None):
    """A choice among ``options``: names, or a dict ``{name: value}`` handed to ``update``.

    ``show`` ``{name: [artists or axes]}`` names the still artists that are drawn only for that
    option (a background of its own).
    """
    options = named(options)
    names = tuple(str(name) for name in options)
    if not isinstance(show or {}, dict):
        raise InputError(
            f"live.choice's show is {brief(show)}; it needs a dict {{name: [artists or axes]}}."
        )
    show = {name: tuple(things(group)) for name, group in (show or {}).items()}
    start = names[0] if value is None else str(value)
    for name in (start, *show):
        if name not in names:
            raise InputError(
                f"live.choice has no option {name!r}; its options are {', '.join(names)}."
            )
    return Choice(label, tuple(options.values()), names, (names.index(start),), show)


def named(options):
    """The options of a choice as ``{name: value}``; or InputError."""
    try:
        found = dict(options) if isinstance(options, dict) else {name: name for name in options}
    except TypeError:
        found = {}
    if not found or isinstance(options, str) or len({str(name) for name in found}) < len(found):
        raise InputError(
            f"live.choice was given {brief(options)}, no options to choose among: it needs "
            "different names in a list, or a dict {name: value}."
        )
    return found


def things(group):
    """The artists and axes in ``group``: one, or lists of lists (a bar chart holds several)."""
    if hasattr(group, "set_visible"):
        yield group
    elif isinstance(group, list | tuple):
        for part in group:
            yield from things(part)
    else:
        raise InputError(f"live.choice can show artists or axes, not {brief(group)}.")


def point(ax, grid=None, value=None, presets=(), label=None, window=None):
    """A point that is dragged about in ``ax``, on a ``grid`` of (columns, rows).

    The grid spans ``window`` ((x0, x1), (y0, y1)), by default the axes' limits: set those first.
    On a log axis it is spaced as the axis is. ``update`` receives an array (2,). ``value`` (by
    default the middle) and ``presets`` must lie on the grid. Without a ``grid`` the figure takes
    the finest that holds them and leaves its table small and quick: of some 60 places a side at
    most, of 20 at least. Raises InputError otherwise.
    """
    if getattr(ax, "name", None) != "rectilinear":
        raise InputError(f"live.point needs straight axes to move in; it was given {brief(ax)}.")
    sides = (ax.get_xlim(), ax.get_ylim()) if window is None else pair(window, "window", (2, 2))
    if grid is not None:
        return on(ax, sides, pair(grid, "grid", (2,), minimum=2), value, presets, label)
    needed = [pair(preset, "preset") for preset in presets]
    needed += [] if value is None else [pair(value, "value")]
    grids = holding(ax, sides, np.reshape(needed, (-1, 2)))
    points = tuple(on(ax, sides, counts, value, presets, label) for counts in grids)
    return points[0]._replace(grids=points)


def on(ax, sides, counts, value, presets, label):
    """A point on one grid of ``counts`` (columns, rows) between the ``sides``."""
    xs, ys = map(spread, (ax.xaxis, ax.yaxis), sides, counts)
    middle = len(xs) // 2, len(ys) // 2
    start = middle if value is None else on_grid(value, xs, ys, "value")
    marks = [on_grid(preset, xs, ys, "preset") for preset in presets]
    texts = [f"({number(xs[i])}, {number(ys[j])})" for i, j in marks]
    return Point(label, ax, xs, ys, start, tuple(zip(marks, texts, strict=True)))


def at_level(control, level):
    """A point on the ``level``-th of the grids it may choose from, or on the last; others stay."""
    grids = getattr(control, "grids", ())
    if not grids:
        return control
    return grids[min(level, len(grids) - 1)]._replace(label=control.label, grids=grids)


def holding(ax, sides, needed):
    """Grids (columns, rows), finest first, that hold all places ``needed`` (n, 2).

    Near each size of ``GRIDS`` a side takes the largest count that holds its numbers. All counts
    are odd, so that every grid has the same middle.
    """
    columns, rows = ([largest(axis, ends, wanted, most) for most in GRIDS] for axis, ends, wanted
                     in zip((ax.xaxis, ax.yaxis), sides, needed.T, strict=True))
    found = [counts for counts in zip(columns, rows, strict=True) if None not in counts]
    return list(dict.fromkeys(found)) or [GRIDS[:2]]  # the last says which number is missing


def largest(axis, ends, wanted, most):
    """The largest odd count of places, near ``most``, that hold the numbers ``wanted``; or None."""
    counts = range(most, 2 * most // 3, -2)
    return next((n for n in counts if all(holds(spread(axis, ends, n), v) for v in wanted)), None)


def holds(grid, value):
    try:
        return place(value, grid, "") >= 0
    except InputError:
        return False


def pair(value, what, shape=(2,), minimum=None):
    """``value`` as numbers of this shape (whole ones from a ``minimum`` on); or InputError."""
    array = numbers(value, f"live.point's {what}", FORMS[what])
    counts = minimum is None or (array >= minimum).all() and (array % 1 == 0).all()
    if array.shape != shape or not counts:
        raise InputError(f"live.point's {what} is {brief(value)}; write it as {FORMS[what]}.")
    return array


def spread(axis, ends, n):
    """``n`` places from end to end, evenly spaced on the screen, from left to right or upwards."""
    scale = axis.get_transform()
    places = scale.inverted().transform(np.linspace(*scale.transform(np.sort(ends)), int(n)))
    return grid_of_numbers(places, "live.point")[:: -1 if axis.get_inverted() else 1]


def on_grid(at, xs, ys, what):
    x, y = pair(at, what).tolist()
    return place(x, xs, what), place(y, ys, what)


def steps(n, value=0, label="step", play=False):
    """Time: steps 0 … ``n``, with Play, Step and Reset; the figure opens at ``value``.

    It opens at the start, where nothing is given away, and a preset goes back there; with ``play``
    it then plays. Raises InputError for other than whole numbers, ``value`` from 0 to ``n``.
    """
    if isinstance(n, bool) or not (isinstance(n, Integral) and n > 0):
        raise InputError(f"live.steps was given {n!r}; it needs a whole number of steps, say 30.")
    if not among_steps(value, n):
        raise InputError(f"live.steps was told to start at {value!r}; choose one of 0 … {n}.")
    return Steps(label, int(n), int(value), bool(play))


def among_steps(value, n):
    """Whether it is one of the steps 0 … ``n``."""
    return not isinstance(value, bool) and np.ndim(value) == 0 and value in range(n + 1)


def grid_of_numbers(values, who):
    """Increasing numbers, as a tuple: whole ones stay whole, others are freed of dust."""
    try:
        given = np.asarray(values)
        grid = given.astype(float) if given.dtype.kind in "iufO" else np.empty(0)
    except (TypeError, ValueError):
        grid = np.empty(0)
    if grid.ndim == 1 and len(grid) > 1 and np.isfinite(grid).all() and (np.diff(grid) > 0).all():
        return tuple(given.tolist() if given.dtype.kind in "iu" else without_dust(grid))
    raise InputError(
        f"{who} needs at least two increasing, finite numbers, such as "
        f"np.arange(0.1, 1.1, 0.1); it was given {brief(values)}."
    )


def without_dust(grid):
    """Without the last digits' errors: 0.9000000000000001 is 0.9, and 1e-17 between tenths is 0."""
    dust = min(1e-9 * np.diff(grid).min(), 1e-15 * len(grid) * abs(grid).max())
    return [float(f"{v:.12g}") if abs(v) > dust else 0.0 for v in grid.tolist()]


def place(value, grid, what):
    """Index of ``value`` in ``grid``; an error names the nearest value there is."""
    try:
        distance = np.abs(np.asarray(grid, float) - float(value))
    except (TypeError, ValueError):
        raise InputError(f"The {what} {value!r} is not a number.") from None
    nearest = int(np.argmin(distance))
    gap = np.abs(np.diff(grid)[max(nearest - 1, 0) : nearest + 1]).min()
    if not distance[nearest] <= 1e-6 * gap:
        raise InputError(
            f"The {what} {value!r} does not lie on the grid; the nearest value there is "
            f"{grid[nearest]:.6g}. Change one or the other."
        )
    return nearest


def different(values):
    """The values as texts, no two alike."""
    for digits in range(4, 18):
        texts = tuple(number(value, digits) for value in values)
        if len(set(texts)) == len(texts):
            break
    return texts


def even(values, texts):
    """The texts with equal decimals, so that a readout does not jump.

    Where the values span so many decades that these would be long, each keeps its own.
    """
    if set(RAISED) & set("".join(texts)):
        return texts
    decimals = max(len(text.partition(".")[2]) for text in texts)
    alike = tuple(fixed(value, decimals) for value in values)
    return alike if max(map(len, alike)) <= LONG else texts
