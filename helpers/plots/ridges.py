"""A surface seen from the side, as a row of ridges painted from back to front; it can be turned.

helpers/README.md makes it a live figure in ten lines, turned by a slider, with a run on it.

The window becomes a square plate, two wide and two deep, its middle at 0; heights run from 0, the
lowest ground, to 1, the highest. A place on the plate is turned about the upright through its
middle, and seen from afar (parallel light, no vanishing points) from so many degrees above the
plate: what is right of the middle stays as far right, what is farther away stands higher.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from helpers.errors import InputError
from helpers.inputs import brief, numbers, one, whole

from .drawings import drawable, window_of
from .looks import LEVELS, QUIET, look

THICK = 0.1  # the plate's edge below its lowest ground
FAINT = 0.35  # how strong the part of a run is that lies behind a ridge
CLOSE = 0.01  # what stands out by less hides nothing
CORNERS = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])  # of the plate, one after the other


class Seen(NamedTuple):
    """Points of the surface as they are seen, each field (…,)."""

    across: np.ndarray
    up: np.ndarray
    far: np.ndarray


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
        curves = self.curves(turn)
        left, right = (self.side(turn, curves, end) for end in (0, -1))
        x = np.hstack([curves.across[:-1], right.across, left.across[:, ::-1]])
        y = np.hstack([curves.up[:-1], right.up, left.up[:, ::-1]])
        shapes = [*zip(x, y, strict=True), *self.faces(turn)]
        return dict(zip(self.artists, shapes, strict=True))

    def lift(self, x, turn):
        """Places (…, 2) of the objective on the turned surface: (in sight, all), each (x, y).

        Both have the shape (…,). In sight, what a ridge in front hides is nan; what lies off the
        plate is nan in both.
        """
        x = numbers(x, "the places to be lifted", "trace.x")
        if x.shape[-1:] != (2,):
            raise InputError(f"The places to be lifted have shape {x.shape}; a surface over a "
                             "plane takes (…, 2), as trace.x of two coordinates has.")
        places = self.on_plate(x)
        seen = self.project(places, turn)
        here = (abs(places) <= 1).all(-1)
        every = np.where(here, [seen.across, seen.up], np.nan)
        return np.where(self.hides(turn, seen), np.nan, every), every

    def lines(self, name="gradient_ascent", **changes):
        """Two lines for `lift`'s two answers, in the look of a method: in sight, and all, faint."""
        plain = {"marker": "none", "alpha": FAINT, "path_effects": None, "zorder": 2, "label": "_"}
        strong, = self.ax.plot([], [], **{"zorder": 3} | look(name, **changes))
        faint, = self.ax.plot([], [], **look(name, **changes) | plain)
        return strong, faint

    def project(self, places, turn):
        """Places on the plate (…, 2) as they are seen on the surface above."""
        across, far = np.moveaxis(places @ axes_of(turn), -1, 0)
        return Seen(across, self.tilt[0] * far + self.tilt[1] * self.height(places), far)

    def curves(self, turn):
        """The surface above lines across the plate, (curves, points), from back to front."""
        right, away = axes_of(turn).T
        far = abs(away).sum() * np.linspace(1, -1, len(self.artists) - 1)
        ends = [chord(right, away * distance) for distance in far]
        along = np.linspace(*np.transpose(ends), self.points, axis=-1)
        return self.project(along[..., None] * right + far[:, None, None] * away, turn)

    def side(self, turn, curves, end):
        """What closes each ridge on the left (end 0) or right (−1), (ridges, 3).

        The plate's corner where it lies between two curves, the next curve's end, and its foot.
        """
        corners = self.project(CORNERS, turn)
        x, up, far = np.transpose(corners)[np.argsort(corners.across)[end]]
        before, after = curves.far[:-1, end], curves.far[1:, end]
        between = (before >= far) & (far >= after)
        next_x, next_up = curves.across[1:, end], curves.up[1:, end]
        across = np.stack([np.where(between, x, next_x), next_x, next_x], -1)
        foot = self.tilt[0] * after - THICK
        return Seen(across, np.stack([np.where(between, up, next_up), next_up, foot], -1), after)

    def faces(self, turn):
        """The plate's two sides in front, each (x, y) along the surface and back on the floor."""
        first = np.argmin(self.project(CORNERS, turn).far.round(9))
        for other in (first - 1, (first + 1) % 4):
            edge = np.linspace(CORNERS[first], CORNERS[other], self.points)
            x, up, far = self.project(edge, turn)
            yield np.append(x, x[::-1]), np.append(up, self.tilt[0] * far[::-1] - THICK)

    def hides(self, turn, seen):
        """Whether a ridge in front stands before each of these points."""
        hidden = np.zeros(np.shape(seen.far), bool)
        for across, up, (far, *_) in zip(*self.curves(turn), strict=True):
            top = np.interp(seen.across, across, up, left=-np.inf, right=-np.inf)
            hidden |= (top > seen.up + CLOSE) & (far < seen.far)
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
    relief, top = one(relief, "relief", 0.8), top if top is None else one(top, "top", 10.0)
    if relief < 0:
        raise InputError(f"relief is {relief:g}; it needs a height that is not negative, as 0.8.")
    if not 0 < one(elevation, "elevation", 35) < 90:
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
    angle = np.radians(one(turn, "turn", 30))
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s], [s, c]])


def chord(right, point):
    """How far a line on the plate goes from `point` along `right`: (least, most)."""
    ends = [np.sort([(-1 - p) / r, (1 - p) / r]) for r, p in zip(right, point, strict=True)
            if abs(r) > 1e-9]
    return max(least for least, _ in ends), min(most for _, most in ends)
