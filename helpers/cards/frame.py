"""The map between the data of a figure's axes and the place on its stage."""

from typing import NamedTuple

import numpy as np

from helpers.errors import InputError
from helpers.inputs import brief
from helpers.live import geometry

FAR = 10.0  # heights of the axes beyond which a curve is not followed


class Frame(NamedTuple):
    """Axes as a card knows them: their box on the stage and their two scales.

    Places are fractions of the box, (0, 0) at its lower left and (1, 1) at its upper right.
    """

    ax: object
    height: float  # of the figure, in pixels
    box: tuple  # left, top, width, height in pixels of the figure

    def fractions(self, x, y):
        """Data (n,), (n,) → places (n, 2), by matplotlib's own transform."""
        xy = np.stack(np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float)), -1)
        left, top, width, height = self.box
        pixels = geometry.to_pixels(xy, self.ax.transData, self.height)
        places = np.clip((pixels - (left, top + height)) / (width, -height), -FAR, FAR)
        edge = np.rint(places)  # whose last bit may lie outside
        return np.where(abs(places - edge) < 1e-9, edge, places)

    @property
    def spec(self):
        """What the browser needs to know."""
        return {"box": list(self.box), "x": scale(self.ax.xaxis, self.ax.get_xlim(), "x"),
                "y": scale(self.ax.yaxis, self.ax.get_ylim(), "y")}


def frame_of(ax, figure):
    """The frame of ``ax``, axes of the live ``figure``; or InputError."""
    if getattr(ax, "name", None) != "rectilinear":
        raise InputError(f"A card asks in straight axes; ax is {brief(ax)}.")
    if ax.get_figure(root=True) is not figure.job.fig:
        raise InputError("These axes belong to another figure than the card's; use one of its own.")
    for side, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
        if axis.get_scale() not in ("linear", "log"):
            raise InputError(
                f"The {side} axis is {axis.get_scale()}; a card can ask on linear and log axes."
            )
    height = figure.canvas.height
    at = ax.bbox
    box = (at.x0, height - at.y1, at.width, at.height)
    return Frame(ax, height, tuple(map(float, box)))


def scale(axis, ends, letter):
    """{"ends", "log", "name"} of one axis; a label with a formula in it gives way to its letter."""
    label = axis.get_label_text()
    return {"ends": [float(end) for end in ends], "log": axis.get_scale() == "log",
            "name": letter if not label or "$" in label else label}
