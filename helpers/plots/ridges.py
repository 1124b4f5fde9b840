"""A surface seen from the side, as a row of ridges painted from back to front; it can be turned.

Ten lines make it a live figure with a run on it, turned by a slider:

    fig, ax = plt.subplots()
    view = plots.ridges(ax, surfaces.two_bumps)
    seen, hidden = view.lines("gradient_ascent")

    def update(turn):
        front, all_of_it = view.lift(trace.x, turn)
        return view.at(turn) | {seen: live.trail(*front), hidden: live.trail(*all_of_it)}

    live.figure(fig, update, turn=live.slider(range(0, 360, 10)), step=live.steps(40))

The window becomes a square plate, two wide and two deep, its middle at 0; heights run from 0, the
lowest ground, to 1, the highest. A place on the plate is turned about the upright through its
middle, and seen from afar (parallel light, no vanishing points) from so many degrees above the
plate: what is right of the middle stays as far right, what is farther away stands higher.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from helpers.errors import InputError
from helpers.inputs import brief, numbers, whole

from .drawings import drawable, window_of
from .looks import LEVELS, QUIET, look

THICK = 0.1  # the plate's edge below its lowest ground
FAINT = 0.35  # how strong the part of a run is that lies behind a ridge
CLOSE = 0.01  # what stands out by less hides nothing


class Seen(NamedTuple):
    """Curves (curves, points) that cross the surface, from back to front, and their distances."""

    across: np.ndarray
    up: np.ndarray
    far: np.ndarray  # (curves, 1)


@dataclass(frozen=True, eq=False)
class Ridges:
    """A landscape on its axes; `artists` are its ridges, from back to front, and two cut faces."""

    ax: object
    f: object
    window: np.ndarray
    heights: tuple
    tilt: tuple
    points: int
    artists: tuple

    def at(self, turn):
        """The data of all artists with the landscape turned by so many degrees: {artist: (x, y)}.

        A ridge is a curve across; its sides go on to the ends of the next, its foot to the floor.
        """
        across, up, far = self.seen(turn)
        side_x, side_y = across[1:, [-1, 0]], up[1:, [-1, 0]]
        foot = np.broadcast_to(self.tilt[0] * far[1:] - THICK, side_y.shape)
        x = np.hstack([across[:-1], side_x[:, :1], side_x, side_x[:, 1:]])
        y = np.hstack([up[:-1], side_y[:, :1], foot, side_y[:, 1:]])
        shapes = [*zip(x, y, strict=True), *self.faces(turn)]
        return dict(zip(self.artists, shapes, strict=True))

    def faces(self, turn):
        """The plate's two sides in front, left and right, each (x, y) from surface to floor."""
        corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
        first = np.argmin((corners @ axes_of(turn))[:, 1].round(9))
        for other in (first - 1, (first + 1) % 4):
            places = np.linspace(corners[first], corners[other], self.points)
            x, far = (places @ axes_of(turn)).T
            surface = self.tilt[0] * far + self.tilt[1] * self.height(places)
            yield np.append(x, x[::-1]), np.append(surface, self.tilt[0] * far[::-1] - THICK)

    def lift(self, x, turn):
        """Places (…, 2) of the objective on the turned surface: (in sight, all), each (x, y).

        Both have the shape (…,). In sight, what a ridge in front hides is nan; what lies off the
        plate is nan in both.
        """
        places = self.on_plate(numbers(x, "the places to be lifted", "trace.x"))
        across, far = np.moveaxis(places @ axes_of(turn), -1, 0)
        up = self.tilt[0] * far + self.tilt[1] * self.height(places)
        here = (abs(places) <= 1).all(-1)
        every = np.where(here, [across, up], np.nan)
        return np.where(self.hides(turn, across, up, far), np.nan, every), every

    def lines(self, name="gradient_ascent", **changes):
        """Two lines for `lift`'s two answers, in the look of a method: in sight, and all, faint."""
        plain = {"marker": "none", "alpha": FAINT, "path_effects": None, "zorder": 2}
        strong, = self.ax.plot([], [], **{"zorder": 3} | look(name, **changes))
        faint, = self.ax.plot([], [], **look(name, **changes) | plain)
        return strong, faint

    def seen(self, turn):
        """The surface above lines across the plate, at equal distances from back to front."""
        right, away = axes_of(turn).T
        far = abs(away).sum() * np.linspace(1, -1, len(self.artists) - 1)
        ends = [chord(right, away * distance) for distance in far]
        across = np.linspace(*np.transpose(ends), self.points, axis=-1)
        far = far[:, None]
        places = across[..., None] * right + far[..., None] * away
        return Seen(across, self.tilt[0] * far + self.tilt[1] * self.height(places), far)

    def hides(self, turn, across, up, far):
        """Whether a ridge in front stands before each of these points."""
        hidden = np.zeros(np.shape(across), bool)
        for x, y, distance in zip(*self.seen(turn), strict=True):
            before = np.interp(across, x, y, left=-np.inf, right=-np.inf) > up + CLOSE
            hidden |= before & (distance < far)
        return hidden

    def on_plate(self, x):
        """Places of the objective → places on the plate."""
        middle, half = self.window.mean(1), np.ptp(self.window, axis=1) / 2
        return (x - middle) / half

    def height(self, places):
        """How high the surface stands above places on the plate, from 0 to 1."""
        middle, half = self.window.mean(1), np.ptp(self.window, axis=1) / 2
        low, high = self.heights
        return np.clip((drawable(self.f(middle + half * places)) - low) / (high - low), 0, 1)


def ridges(ax, f, window=None, count=32, points=48, elevation=35, relief=0.8, top=None, turn=30):
    """Draw a two-dimensional objective as ridges; returns the `Ridges`, which can be turned.

    window: ((left, right), (bottom, top)); by default the objective's own.
    count, points: how many ridges, and places along each.
    elevation: degrees above the plate, from which it is seen. relief: how high the surface stands
    above a plate two wide. top: the value from which on it is cut off (a wall, seldom of interest).
    turn: degrees by which it is turned at first. Raises InputError for what is not of this kind.
    """
    window = window_of(f, window, 2)
    count, points = whole(count, "count", 32, least=2), whole(points, "points", 48, least=2)
    if not 0 < elevation < 90:
        raise InputError(f"elevation is {brief(elevation)}; it needs degrees between 0, from the "
                         "side, and 90, from above, such as 35.")
    slope = np.radians(elevation)
    depth = np.append(np.linspace(0, 0.6, count), [0.9, 0.9])
    artists = tuple(ax.fill([], [], fc=QUIET(d), ec=LEVELS(d), lw=0.8, ls="-",
                            joinstyle="round", zorder=1)[0]
                    for d in depth)
    tilt = np.sin(slope), relief * np.cos(slope)
    view = Ridges(ax, f, window, span(f, window, top), tilt, points, artists)
    for ridge, (x, y) in view.at(turn).items():
        ridge.set_xy(np.column_stack([x, y]))
    corner = np.sqrt(2)
    ax.set(xlim=(-corner, corner), ylim=(-corner * tilt[0] - THICK, corner * tilt[0] + tilt[1]),
           aspect="equal")
    ax.set_axis_off()
    return view


def span(f, window, top):
    """The lowest and the highest value in the window, not above `top`."""
    values = drawable(f(np.stack(np.meshgrid(*np.linspace(*window.T, 101).T), axis=-1)))
    high = np.nanmax(values) if top is None else top
    low = np.nanmin(values)
    if not low < high:
        raise InputError("There is nothing to draw: the function is constant, or nowhere finite, "
                         "in this window. Try another window.")
    return low, high


def axes_of(turn):
    """Two columns: what points to the right and what points away, on a plate turned so far."""
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    return np.array([[c, -s], [s, c]])


def chord(right, point):
    """How far a line on the plate goes from `point` along `right`: (least, most)."""
    ends = [np.sort([(-1 - p) / r, (1 - p) / r]) for r, p in zip(right, point, strict=True)
            if abs(r) > 1e-9]
    return max(least for least, _ in ends), min(most for _, most in ends)
