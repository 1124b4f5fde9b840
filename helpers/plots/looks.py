"""The colours, dashes and markers of the collection, and its style sheet.

A family of methods has a colour, a member of the family its own dash and marker, so that colour is
never the only carrier.
"""

import sys
from pathlib import Path
from types import MappingProxyType

import matplotlib.pyplot as plt
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patheffects import withStroke

from helpers.errors import InputError

# Apart for the common deficiencies of colour vision, and at least 3 : 1 against any ground below.
FAMILIES = MappingProxyType({
    "steepest": "#CC5500", "momentum": "#1443A6", "newton": "#008861",
    "conjugate": "#6B3410", "least squares": "#222831", "stochastic": "#A25BA3",
})
LANDSCAPE = "#6B7280"  # a graph, a line that does not move
QUIET = LinearSegmentedColormap.from_list("quiet", ["#FFFFFF", "#D3DDE6"])
LEVELS = LinearSegmentedColormap.from_list("levels", ["#8393A3", "#69757F"])  # 3 : 1 against QUIET
SEAM = 2.4  # points of white beside a run, both sides together


class Halo(withStroke):
    """A white seam beside a line, so that it stands out from whatever it crosses.

    Unbroken under dashes. The line's markers have none: each would cut into the one before.
    """

    lines_only = True

    def __init__(self, width):
        super().__init__(linewidth=width, foreground="white")

    def draw_path(self, renderer, gc, path, transform, face):
        if face is None:
            seam = renderer.new_gc()
            seam.copy_properties(gc)
            seam.set_dashes(0, None)
            self._update_gc(seam, self._gc)
            renderer.draw_path(seam, path, transform)
            seam.restore()
        renderer.draw_path(gc, path, transform, face)


def line_of(family, linestyle, marker, label):
    return MappingProxyType({"color": FAMILIES[family], "linestyle": linestyle, "marker": marker,
                             "label": label})


def point_of(marker, size, face):
    ink = FAMILIES["least squares"]
    return MappingProxyType({"color": ink, "linestyle": "none", "marker": marker,
                             "markersize": size, "markerfacecolor": face,
                             "markeredgecolor": ink, "markeredgewidth": 1.5})


LOOKS = MappingProxyType({
    "gradient_descent": line_of("steepest", "-", "o", "gradient descent"),
    "gradient_ascent": line_of("steepest", "-.", "^", "gradient ascent"),
    "steepest_descent": line_of("steepest", "--", "p", "steepest descent"),
    "random_search": line_of("steepest", ":", "*", "random search"),
    "momentum": line_of("momentum", "-", "D", "momentum"),
    "nesterov": line_of("momentum", "--", "d", "Nesterov"),
    "newton": line_of("newton", "-", "s", "Newton"),
    "damped_newton": line_of("newton", "--", "h", "damped Newton"),
    "bfgs": line_of("newton", "-.", "8", "BFGS"),
    "conjugate_gradient": line_of("conjugate", "-", "P", "conjugate gradient"),
    "levenberg_marquardt": line_of("least squares", "-", "v", "Levenberg–Marquardt"),
    "gauss_newton": line_of("least squares", "--", "X", "Gauss–Newton"),
    "sgd": line_of("stochastic", ":", ".", "SGD"),
    "adagrad": line_of("stochastic", "-.", "<", "AdaGrad"),
    "rmsprop": line_of("stochastic", "--", ">", "RMSProp"),
    "adam": line_of("stochastic", "-", "H", "Adam"),
    "start": point_of("o", 10, "white"),
    "minimum": point_of("*", 16, "#F0E442"),
    "maximum": point_of("^", 11, "white"),
    "saddle": point_of("X", 11, "white"),
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
    """Colour, line style, marker, label and seam of a method, for `ax.plot(…, **look(name))`.

    Kinds of point have a look, too. `changes` replace entries: `look("adam", marker="none")`.
    Raises InputError for a name that has no look.
    """
    if name not in LOOKS:
        raise InputError(f"There is no look called {name!r}. Known are: {', '.join(LOOKS)}.")
    chosen = {**LOOKS[name], **changes}
    if chosen["linestyle"] == "none":
        return chosen
    width = chosen.get("lw", chosen.get("linewidth", plt.rcParams["lines.linewidth"]))
    return {"path_effects": [Halo(width + SEAM)], **chosen}
