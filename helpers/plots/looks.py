"""The colours, dashes and markers of the collection, and its style sheet.

A family of methods has a colour, a member of the family its own dash and marker, so that colour is
never the only carrier.
"""

import sys
from pathlib import Path
from types import MappingProxyType

import matplotlib.pyplot as plt
from matplotlib.colors import LinearSegmentedColormap

from helpers.errors import InputError

# At least 3 : 1 against white, and apart for the common colour-vision deficiencies.
FAMILIES = MappingProxyType({
    "steepest": "#D55E00", "momentum": "#0072B2", "newton": "#009E73",
    "conjugate": "#6B3E1E", "least squares": "#222831", "stochastic": "#2A9AA8",
})
LANDSCAPE = "#6B7280"
QUIET = LinearSegmentedColormap.from_list("quiet", ["#FFFFFF", "#C3D0DC"])


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
    """Colour, line style, marker and label of a method, for `ax.plot(…, **look(name))`.

    Kinds of point have a look, too. `changes` replace entries: `look("adam", marker="none")`.
    Raises InputError for a name that has no look.
    """
    if name not in LOOKS:
        raise InputError(f"There is no look called {name!r}. Known are: {', '.join(LOOKS)}.")
    return {**LOOKS[name], **changes}
