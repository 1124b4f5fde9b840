"""The controls of a live figure. Each declares its whole grid of settings from the start.

A control has a ``label``, ``axes`` (how many settings it offers along each axis of the table: one
axis for a slider or a choice, two for a point, none for the steps), ``default`` (one index an
axis), ``presets`` (such indices, each with its text) and ``value(index)``.
"""

from typing import NamedTuple

import numpy as np

from helpers.errors import InputError
from helpers.inputs import brief


class Slider(NamedTuple):
    """One number out of a grid of numbers."""

    label: str
    values: tuple
    texts: tuple
    default: tuple
    presets: tuple
    kind = "slider"

    @property
    def axes(self):
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

    axes = Slider.axes
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
    kind = "point"

    @property
    def axes(self):
        return (len(self.xs), len(self.ys))

    def value(self, index):
        return np.array([self.xs[index[0]], self.ys[index[1]]])

    def text(self, index):
        return "({}, {})".format(*(short(v) for v in self.value(index)))


class Steps(NamedTuple):
    """The time of a live figure: steps 0 … n, chosen in the browser."""

    label: str
    n: int
    default: int
    kind = "steps"
    axes = ()
    presets = ()


def slider(values, presets=(), value=None, label=None):
    """A slider over ``values``, with a button for each of ``presets``.

    ``values`` (n,) increasing numbers; ``value`` the number it starts at (the first preset, else
    the middle). Presets and start must be among the values: 0.9 means 0.9, not 0.897.
    Raises InputError otherwise.
    """
    values = grid_of_numbers(values, "live.slider")
    marks = tuple(((place(preset, values, "preset"),), short(preset)) for preset in presets)
    start = value if value is not None else presets[0] if marks else values[len(values) // 2]
    return Slider(label, values, texts_of(values), (place(start, values, "value"),), marks)


def choice(options, value=None, label=None, show=None):
    """A choice among ``options``: names, or a dict ``{name: value}`` handed to ``update``.

    ``show`` ``{name: [artists or axes]}`` names the still artists that are drawn only for that
    option (a background of its own).
    """
    options = options if isinstance(options, dict) else {name: name for name in options}
    if not options:
        raise InputError("live.choice was given no options; name at least two.")
    names, show = tuple(str(name) for name in options), dict(show or {})
    start = names[0] if value is None else str(value)
    for name in (start, *show):
        if name not in names:
            raise InputError(
                f"live.choice has no option {name!r}; its options are {', '.join(names)}."
            )
    return Choice(label, tuple(options.values()), names, (names.index(start),), show)


def point(ax, grid=(41, 41), value=None, presets=(), label=None, window=None):
    """A point that is dragged about in ``ax``, on a ``grid`` of (columns, rows).

    The grid spans ``window`` ((x0, x1), (y0, y1)), by default the axes' limits: set those first.
    ``update`` receives an array (2,). ``value`` and ``presets`` must lie on the grid.
    """
    window = (ax.get_xlim(), ax.get_ylim()) if window is None else window
    lines = [grid_of_numbers(np.linspace(*sorted(w), n), "live.point")
             for w, n in zip(window, grid, strict=True)]
    xs, ys = lines
    start = (xs[len(xs) // 2], ys[len(ys) // 2]) if value is None else value
    on_grid = lambda p, what: (place(p[0], xs, what), place(p[1], ys, what))  # noqa: E731
    marks = tuple((on_grid(p, "preset"), "({}, {})".format(*map(short, p))) for p in presets)
    return Point(label, ax, xs, ys, on_grid(start, "value"), marks)


def steps(n, value=None, label="step"):
    """Time: steps 0 … ``n``, with Play, Step and Reset; the figure starts at ``value`` (n)."""
    if not (isinstance(n, (int, np.integer)) and n > 0):
        raise InputError(f"live.steps was given {n!r}; it needs a whole number of steps, say 30.")
    value = n if value is None else value
    if value not in range(n + 1):
        raise InputError(f"live.steps was told to start at {value!r}; choose one of 0 … {n}.")
    return Steps(label, int(n), int(value))


def grid_of_numbers(values, who):
    """Increasing floats, freed of the last digits' dust (0.9000000000000001 becomes 0.9)."""
    try:
        grid = np.asarray(values, float)
    except (TypeError, ValueError):
        grid = np.empty(0)
    if (
        grid.ndim != 1
        or len(grid) < 2
        or not np.all(np.diff(grid) > 0)
        or not np.isfinite(grid).all()
    ):
        raise InputError(
            f"{who} needs at least two increasing, finite numbers, such as "
            f"np.arange(0.1, 1.1, 0.1); it was given {brief(values)}."
        )
    return tuple(float(f"{v:.12g}") + 0.0 for v in grid)


def place(value, grid, what):
    """Index of ``value`` in ``grid``; an error names the nearest value there is."""
    try:
        distance = np.abs(np.asarray(grid) - float(value))
    except (TypeError, ValueError):
        raise InputError(f"The {what} {value!r} is not a number.") from None
    nearest = int(np.argmin(distance))
    if not distance[nearest] <= 1e-9 * max(abs(grid[0]), abs(grid[-1])):
        raise InputError(
            f"The {what} {value!r} does not lie on the grid; the nearest value there is "
            f"{grid[nearest]:.6g}. Change one or the other."
        )
    return nearest


def texts_of(values):
    """The values as texts of equal decimals, so that a readout does not jump about."""
    texts = [f"{v:.4g}" for v in values]
    if any("e" in t for t in texts):
        return tuple(short(v) for v in values)
    decimals = max(len(t.partition(".")[2]) for t in texts)
    return tuple(f"{v:.{decimals}f}".replace("-", "−") for v in values)


def short(value):
    """A number as a reader would write it."""
    return f"{value:.4g}".replace("-", "−")
