"""Live figures: a matplotlib picture that moves as fast as the reader drags.

The author makes a figure, names in ``update(**values) → {artist: data}`` the artists that move and
their data, and gives every control its whole grid of settings::

    live.figure(fig, update, rate=live.slider(rates, presets=[0.2, 0.9]), step=live.steps(30))

Small grids are computed in advance (*table mode*) and need no kernel from then on; larger ones ask
Python for each picture (*kernel mode*). Nothing in here knows what is drawn.
"""

from .answers import frames, still, trail
from .controls import choice, point, slider, steps
from .make import BUDGET, Figure, figure

__all__ = ["BUDGET", "Figure", "choice", "figure", "frames", "point", "slider", "steps", "still",
           "trail"]
