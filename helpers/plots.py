"""Static pictures in one visual language: axes first, artists back, `show` never called on the way.

    fig, ax = plt.subplots()
    plots.contours(ax, surfaces.rosenbrock)
    plots.path(ax, trace, **plots.look("momentum"))
    plots.show(fig, "Momentum swings down the valley and reaches (1, 1).")

The landscape is quiet, what moves is strong. A family of methods has a colour, a member of the
family its own line style and marker, so that colour is never the only carrier.
"""

import base64
import sys
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import BoundaryNorm, LinearSegmentedColormap

from helpers import images
from helpers.errors import InputError
from helpers.words import number as number
from helpers.words import say as say

# At least 3 : 1 against white, and apart for the common colour-vision deficiencies.
FAMILIES = MappingProxyType({
    "steepest": "#D55E00", "momentum": "#0072B2", "newton": "#009E73",
    "conjugate": "#6B3E1E", "least squares": "#222831", "stochastic": "#2A9AA8",
})
LANDSCAPE = "#6B7280"
QUIET = LinearSegmentedColormap.from_list("quiet", ["#FFFFFF", "#C3D0DC"])


def _line(family, linestyle, marker, label):
    return MappingProxyType({"color": FAMILIES[family], "linestyle": linestyle, "marker": marker,
                             "label": label})


def _point(marker, size, face):
    ink = FAMILIES["least squares"]
    return MappingProxyType({"color": ink, "linestyle": "none", "marker": marker,
                             "markersize": size, "markerfacecolor": face,
                             "markeredgecolor": ink, "markeredgewidth": 1.5})


LOOKS = MappingProxyType({
    "gradient_descent": _line("steepest", "-", "o", "gradient descent"),
    "gradient_ascent": _line("steepest", "-.", "^", "gradient ascent"),
    "steepest_descent": _line("steepest", "--", "p", "steepest descent"),
    "random_search": _line("steepest", ":", "*", "random search"),
    "momentum": _line("momentum", "-", "D", "momentum"),
    "nesterov": _line("momentum", "--", "d", "Nesterov"),
    "newton": _line("newton", "-", "s", "Newton"),
    "damped_newton": _line("newton", "--", "h", "damped Newton"),
    "bfgs": _line("newton", "-.", "8", "BFGS"),
    "conjugate_gradient": _line("conjugate", "-", "P", "conjugate gradient"),
    "levenberg_marquardt": _line("least squares", "-", "v", "Levenberg–Marquardt"),
    "gauss_newton": _line("least squares", "--", "X", "Gauss–Newton"),
    "sgd": _line("stochastic", ":", ".", "SGD"),
    "adagrad": _line("stochastic", "-.", "<", "AdaGrad"),
    "rmsprop": _line("stochastic", "--", ">", "RMSProp"),
    "adam": _line("stochastic", "-", "H", "Adam"),
    "start": _point("o", 10, "white"),
    "minimum": _point("*", 16, "#F0E442"),
    "maximum": _point("^", 11, "white"),
    "saddle": _point("X", 11, "white"),
})


def use_style():
    """Apply the collection's style sheet; in a notebook, also make inline figures crisp."""
    plt.style.use(Path(__file__).with_name("style.mplstyle"))
    dashes = ["-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1))]
    plt.rc("axes", prop_cycle=plt.cycler(color=FAMILIES.values(), linestyle=dashes))
    inline = sys.modules.get("matplotlib_inline.backend_inline")
    if inline:
        inline.set_matplotlib_formats("retina")


def look(name, **changes):
    """Colour, line style, marker and label of a method, for `ax.plot(…, **look(name))`.

    Kinds of point have a look, too. `changes` replace entries: `look("adam", marker="none")`.
    Raises InputError for a name that has no look.
    """
    if name not in LOOKS:
        raise InputError(f"There is no look called {name!r}. Known are: {', '.join(LOOKS)}.")
    return {**LOOKS[name], **changes}


def curve(ax, f, window=None):
    """The graph of a one-dimensional objective; returns its line.

    window: (left, right); by default the objective's own.
    """
    (left, right), = _window(f, window, 1)
    x = np.linspace(left, right, 401)
    line, = ax.plot(x, _finite(f(x[:, None])), color=LANDSCAPE, linestyle="-", zorder=1)
    ax.set(xlim=(left, right), xlabel="x", ylabel="f(x)")
    return line


def contours(ax, f, window=None, levels=12, aspect="equal"):
    """The level sets of a two-dimensional objective, lowest ground palest; returns (fill, lines).

    window: ((left, right), (bottom, top)); by default the objective's own.
    levels: how many, or the values themselves. Where f has minima, levels crowd towards them.
    """
    x, y = (np.linspace(*side, 201) for side in _window(f, window, 2))
    z = np.ma.masked_invalid(_finite(f(np.stack(np.meshgrid(x, y), axis=-1))))
    levels = _levels(z, levels, crowd=len(getattr(f, "minima", ())) > 0)
    fill = ax.contourf(x, y, z, levels, cmap=QUIET, norm=BoundaryNorm(levels, QUIET.N), zorder=0)
    lines = ax.contour(x, y, z, levels, colors="#9AA8B6", linewidths=0.7, linestyles="-", zorder=0)
    ax.set(xlim=x[[0, -1]], ylim=y[[0, -1]], xlabel="x₁", ylabel="x₂", aspect=aspect)
    return fill, lines


def path(ax, trace, **style):
    """The way a run (or each of several) takes; returns its lines.

    trace.x: (steps + 1, *runs, 1) is drawn on the graph, (steps + 1, *runs, 2) on the contours.
    style: as for `ax.plot`, gradient descent's look by default.
    """
    steps, n = len(trace.x), trace.x.shape[-1]
    if n > 2:
        raise InputError(f"A path in {n} dimensions cannot be drawn; choose two: trace.x[..., :2].")
    across, *up = np.moveaxis(_finite(trace.x.reshape(steps, -1, n)), -1, 0)
    up, = up or [_finite(trace.loss.reshape(steps, -1))]
    return ax.plot(across, up, **(style or look("gradient_descent")))


def losses(ax, **traces):
    """Loss against step on a log axis, each line named at its end; returns the lines.

    A name that has a look gets it, any other the next of the style sheet's:
    `losses(ax, momentum=trace)`, `losses(ax, **{"r = 0.1": trace})`.
    A loss of 0 has no place on a log axis and leaves a gap.
    """
    ax.set(yscale="log", xlabel="step", ylabel="loss")
    lines = [_loss_line(ax, name, trace) for name, trace in traces.items()]
    _name_ends(ax, lines)
    return lines


def mark(ax, points, kind):
    """Mark points (…, 2) as "start", "minimum", "maximum" or "saddle"; returns the markers."""
    x, y = np.moveaxis(np.atleast_2d(np.asarray(points, float)), -1, 0)
    markers, = ax.plot(x.ravel(), y.ravel(), zorder=4, **look(kind))
    return markers


@dataclass(frozen=True)  # a tuple of any kind would bring IPython's own text with it
class Picture:
    """A finished figure that a notebook shows as an image, and reads aloud as a sentence."""

    png: bytes
    text: str
    size: tuple[int, int]  # width and height in CSS pixels

    def _repr_mimebundle_(self, include=None, exclude=None):
        image = base64.b64encode(self.png).decode()
        width, height = self.size
        meta = {"image/png": {"alt": self.text, "width": width, "height": height}}
        return {"image/png": image, "text/plain": self.text}, meta


def show(fig, text):
    """Close the figure and hand it to the notebook, with a sentence for those who cannot see it."""
    plt.close(fig)
    size = tuple(int(round(side * fig.dpi)) for side in fig.get_size_inches())
    return Picture(images.png(fig), text, size)


def _window(f, window, n):
    """The window's sides (n, 2), the objective's own if none is given."""
    window = getattr(f, "window", None) if window is None else window
    if np.size(window) != 2 * n:
        raise InputError(f"A picture in {n} dimension{'s' * (n > 1)} needs a window of {n} pair"
                         f"{'s' * (n > 1)} (from, to); {window!r} was given. Try window="
                         + ("(-2, 2)." if n == 1 else "((-2, 2), (-2, 2))."))
    return np.reshape(np.asarray(window, float), (n, 2))


def _finite(values):
    """As floats; what is infinite, or too large for any picture, becomes a gap."""
    values = np.asarray(values, float)
    return np.where(np.abs(values) < 1e100, values, np.nan)


def _levels(z, levels, crowd):
    """`levels` values across z. Crowded ones follow (k/levels)ᵖ, half of them below z's median."""
    if np.ndim(levels):
        return levels
    low, high = z.min(), z.max()
    if not high > low:
        raise InputError("There is nothing to draw: the function is constant, or nowhere finite, "
                         "in this window. Try another window.")
    middle = np.clip((np.ma.median(z) - low) / (high - low), 1e-3, 0.5)
    power = np.log(middle) / np.log(0.5) if crowd else 1.0
    return low + (high - low) * np.linspace(0, 1, levels + 1) ** power


def _loss_line(ax, name, trace):
    values = _finite(getattr(trace, "loss", trace))
    style = look(name, markevery=max(1, len(values) // 7)) if name in LOOKS else {"label": name}
    line, = ax.plot(np.where(values > 0, values, np.nan), **style)
    return line


def _name_ends(ax, lines):
    """Write each line's label behind its last point in sight, apart where two would overlap."""
    pixels = ax.figure.dpi / 72
    ends = [(line, *line.get_xydata()[_in_sight(ax, *line.get_data())][-1:]) for line in lines]
    heights = {line: ax.transData.transform(end[0])[1] for line, *end in ends if end}
    free = -np.inf
    for line, end in sorted((e for e in ends if e[1:]), key=lambda e: heights[e[0]]):
        height = max(heights[line], free)
        free = height + 1.3 * plt.rcParams["font.size"] * pixels
        ax.annotate(line.get_label(), end, (8, (height - heights[line]) / pixels),
                    textcoords="offset points", color=line.get_color(), va="center")


def _in_sight(ax, x, y):
    """Which points lie within the axes as they are now. (Nothing compares with nan.)"""
    (left, right), (low, high) = sorted(ax.get_xlim()), sorted(ax.get_ylim())
    return (left <= x) & (x <= right) & (low <= y) & (y <= high)
