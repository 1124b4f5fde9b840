"""What is drawn on given axes: graphs and level sets, and on them the runs."""

from numbers import Integral

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import BoundaryNorm

from helpers.errors import InputError
from helpers.inputs import brief, numbers, sides

from .looks import LANDSCAPE, LEVELS, LOOKS, QUIET, look


def curve(ax, f, window=None):
    """The graph of a one-dimensional objective; returns its line.

    window: (left, right); by default the objective's own.
    """
    (left, right), = window_of(f, window, 1)
    x = np.linspace(left, right, 401)
    line, = ax.plot(x, drawable(f(x[:, None])), color=LANDSCAPE, linestyle="-", zorder=1)
    ax.set(xlim=(left, right), xlabel="x", ylabel="f(x)")
    return line


def contours(ax, f, window=None, levels=12, aspect="equal", ground=True):
    """The level sets of a two-dimensional objective, lowest ground palest; returns (fill, lines).

    window: ((left, right), (bottom, top)); by default the objective's own.
    levels: how many, or the values themselves. Where f has minima, levels crowd towards them.
    ground: whether it is filled; without, fill is None and the lines lie, black, over an image.
    """
    x, y = (np.linspace(*side, 201) for side in window_of(f, window, 2))
    z = np.ma.masked_invalid(drawable(f(np.stack(np.meshgrid(x, y), axis=-1))))
    levels = levels_of(z, levels, crowd=len(getattr(f, "minima", ())) > 0)
    band = BoundaryNorm(levels, QUIET.N)
    shades = LEVELS(np.minimum(band(levels), QUIET.N - 1))  # a line's, by the ground above it
    fill = ax.contourf(x, y, z, levels, cmap=QUIET, norm=band, zorder=0) if ground else None
    ink = {"colors": shades, "linewidths": 0.7} if ground else {"colors": "k", "linewidths": 0.5}
    lines = ax.contour(x, y, z, levels, linestyles="-", zorder=0 if ground else 1, **ink)
    ax.set(xlim=x[[0, -1]], ylim=y[[0, -1]], xlabel="x₁", ylabel="x₂", aspect=aspect)
    return fill, lines


def path(ax, trace, **style):
    """The way a run (or each of several) takes; returns its lines, of which the first has the name.

    trace: a trace, or positions alone. Of shape (steps + 1, *runs, 2) they are drawn on the
    contours; (steps + 1, *runs, 1), with the trace's loss, on the graph.
    style: as for `ax.plot`, gradient descent's look by default.
    """
    x = numbers(getattr(trace, "x", trace), "the run's positions", "trace.x")
    n = x.shape[-1] if x.ndim > 1 else 0
    if n > 2:
        raise InputError(f"A path in {n} dimensions cannot be drawn; choose two: trace.x[..., :2].")
    if n == 0:
        raise InputError(f"The run's positions have shape {x.shape}; a path needs (steps + 1, …, "
                         "coordinates), as trace.x has.")
    across, *up = np.moveaxis(drawable(x.reshape(len(x), -1, n)), -1, 0)
    if not up and not hasattr(trace, "loss"):
        raise InputError("A path in one dimension is drawn on the graph, at the height of its "
                         "loss: hand over the whole trace, not trace.x.")
    up, = up or [drawable(np.reshape(trace.loss, (len(x), -1)))]
    return named_once(ax.plot(across, up, **(style or look("gradient_descent"))))


def losses(ax, **traces):
    """Loss against step on a log axis, named at the end; returns the lines, one for each run.

    A name that has a look gets it, any other the next of the style sheet's:
    `losses(ax, momentum=trace)`, `losses(ax, **{"r = 0.1": trace})`. All runs of a trace look
    alike, and their first bears the name.
    A loss of 0 has no place on a log axis and leaves a gap.
    """
    ax.set(yscale="log", xlabel="step", ylabel="loss")
    groups = [loss_lines(ax, name, trace) for name, trace in traces.items()]
    name_ends(ax, [first for first, *_ in groups])
    return [line for group in groups for line in group]


def mark(ax, points, kind):
    """Mark points (…, 2) as "start", "minimum", "maximum" or "saddle"; returns the markers."""
    places = numbers(points, "points", "[(0, 0), (1, 2)]")
    if places.size and places.shape[-1:] != (2,):
        raise InputError(f"points has shape {places.shape}; marks need shape (…, 2), two "
                         "coordinates each, such as [(0, 0), (1, 2)].")
    markers, = ax.plot(*places.reshape(-1, 2).T, zorder=4, **look(kind))
    return markers


def window_of(f, window, n):
    """The window's sides (n, 2), the objective's own if none is given."""
    window = getattr(f, "window", None) if window is None else window
    return sides([window] if n == 1 and np.ndim(window) == 1 else window, n)


def drawable(values):
    """As floats; what is infinite, or too large for any picture, becomes a gap."""
    values = np.asarray(values, float)
    return np.where(np.abs(values) < 1e100, values, np.nan)


def levels_of(z, levels, crowd):
    """`levels` values across z. Crowded ones follow (k/levels)ᵖ, half of them below z's median."""
    if np.ndim(levels):
        return in_order(levels)
    if not isinstance(levels, Integral) or isinstance(levels, bool) or not 0 < levels < QUIET.N:
        raise InputError(f"levels is {brief(levels)}; it needs a whole number from 1 to "
                         f"{QUIET.N - 1}, such as 12, or the values themselves.")
    low, high = z.min(), z.max()
    if not high > low:
        raise InputError("There is nothing to draw: the function is constant, or nowhere finite, "
                         "in this window. Try another window.")
    middle = np.clip((np.ma.median(z) - low) / (high - low), 1e-3, 0.5)
    power = np.log(middle) / np.log(0.5) if crowd else 1.0
    return low + (high - low) * np.linspace(0, 1, levels + 1) ** power


def in_order(levels):
    """Levels that were given as values."""
    values = numbers(levels, "levels", "[1, 2, 4, 8]")
    fits = values.ndim == 1 and 2 <= len(values) <= QUIET.N and np.isfinite(values).all()
    if not (fits and (np.diff(values) > 0).all()):
        raise InputError(f"levels is {brief(levels)}; it needs two or more finite values "
                         f"(up to {QUIET.N}) in increasing order, such as [1, 2, 4, 8].")
    return values


def loss_lines(ax, name, trace):
    """The lines of one name: a trace, or losses (steps + 1, *runs)."""
    values = np.atleast_1d(numbers(getattr(trace, "loss", trace), f"the losses of {name}", "trace"))
    values = drawable(values).reshape(len(values), -1)
    style = look(name, markevery=max(1, len(values) // 7)) if name in LOOKS else {"label": name}
    steps = np.arange(len(values))
    first, *others = np.where(values > 0, values, np.nan).T
    line, = ax.plot(steps, first, **style)
    alike = {key: getattr(line, f"get_{key}")()
             for key in ("color", "linestyle", "marker", "markevery")}
    return named_once([line, *(ax.plot(steps, other, **alike)[0] for other in others)])


def named_once(lines):
    """Only the first of several lines bears their name, in a legend and at their ends."""
    for line in lines[1:]:
        line.set_label("_")
    return lines


def name_ends(ax, lines):
    """Write each line's label behind its last point in sight, apart where two would overlap."""
    pixels = ax.figure.dpi / 72
    ends = [(line, *line.get_xydata()[in_sight(ax, *line.get_data())][-1:]) for line in lines]
    heights = {line: ax.transData.transform(end[0])[1] for line, *end in ends if end}
    free = -np.inf
    for line, end in sorted((e for e in ends if e[1:]), key=lambda e: heights[e[0]]):
        height = max(heights[line], free)
        free = height + 1.3 * plt.rcParams["font.size"] * pixels
        ax.annotate(line.get_label(), end, (8, (height - heights[line]) / pixels),
                    textcoords="offset points", color=line.get_color(), va="center")


def in_sight(ax, x, y):
    """Which points lie within the axes as they are now. (Nothing compares with nan.)"""
    (left, right), (low, high) = sorted(ax.get_xlim()), sorted(ax.get_ylim())
    return (left <= x) & (x <= right) & (low <= y) & (y <= high)
