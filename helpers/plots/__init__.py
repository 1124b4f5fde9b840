"""Static pictures in one visual language: axes first, artists back, `show` never called on the way.

    fig, ax = plt.subplots()
    plots.contours(ax, surfaces.rosenbrock)
    plots.path(ax, trace, **plots.look("momentum"))
    plots.show(fig, "Momentum swings down the valley and reaches (1, 1).")

The landscape is quiet, what moves is strong. A family of methods has a colour, a member of the
family its own line style and marker, so that colour is never the only carrier.
"""

from helpers.words import number, say

from .drawings import contours, curve, losses, mark, path
from .looks import FAMILIES, LANDSCAPE, LEVELS, LOOKS, QUIET, Halo, look, use_style
from .pictures import Picture, show
from .ridges import Ridges, ridges

__all__ = [
    "FAMILIES", "LANDSCAPE", "LEVELS", "LOOKS", "QUIET", "Halo", "Picture", "Ridges", "contours",
    "curve", "look", "losses", "mark", "number", "path", "ridges", "say", "show", "use_style",
]  # fmt: skip
