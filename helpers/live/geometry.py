"""From data to pixels: transforming, clipping and rounding. Pixels count from the top left.

Positions are stored as int16 in eighths of a pixel; ``GAP`` marks a place where nothing is drawn.
"""

from typing import NamedTuple

import numpy as np

UNIT = 8
GAP = np.int16(-32768)
MARGIN = 48  # pixels beyond the clip box: markers and thick lines that leave it are not cut short
FAR = 4000  # the largest pixel that an int16 in eighths can hold, less some room


class Canvas(NamedTuple):
    """The size of the figure in pixels, and of a point (1/72 inch)."""

    width: float
    height: float
    dot: float


def to_pixels(xy, transform, height):
    """Data (…, 2) → pixels (…, 2), by matplotlib's own transform.

    A diverging run's 1e300 or inf stays a direction (clamped, finite); nan stays nan (a gap).
    """
    flat = np.clip(np.asarray(xy, float), -1e290, 1e290).reshape(-1, 2)
    with np.errstate(all="ignore"):
        pixels = np.clip(transform.transform(flat), -1e150, 1e150).reshape(np.shape(xy))
    return np.stack([pixels[..., 0], height - pixels[..., 1]], -1)


def clip_box(artist, canvas):
    """(left, top, right, bottom) in pixels within which ``artist`` is drawn."""
    box = artist.get_clip_box() if artist.get_clip_on() else None
    if box is None:
        return 0.0, 0.0, float(canvas.width), float(canvas.height)
    sides = box.x0, canvas.height - box.y1, box.x1, canvas.height - box.y0
    return tuple(map(float, sides))


def box_of(box, canvas):
    """(left, top, width, height) in pixels of a box of matplotlib's."""
    return [box.x0, canvas.height - box.y1, box.width, box.height]


def widened(box):
    left, top, right, bottom = box
    return left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN


def polyline(points, box):
    """Points (…, n, 2) → (…, n, 4): the visible piece of the line that arrives at each point.

    Row k holds start and end of the segment k−1 → k after clipping to ``box``; a point after a gap
    is a segment of no length; what lies outside is a gap.
    """
    before = np.concatenate([points[..., :1, :], points[..., :-1, :]], axis=-2)
    before = np.where(np.isnan(before).any(-1, keepdims=True), points, before)
    return segments(before, points, box)


def segments(p, q, box):
    """Segments p → q, each (…, 2), clipped to ``box``: (…, 4) in eighths of a pixel.

    Liang and Barsky (1984), reckoned from the nearer end: from there p + t (q − p) stays exact
    even when the other end is 1e150 away.
    """
    low, high = np.reshape(box, (2, 2))
    centre = (low + high) / 2
    swap = np.linalg.norm(p - centre, axis=-1) > np.linalg.norm(q - centre, axis=-1)
    near, far = np.where(swap[..., None], (q, p), (p, q))
    d = far - near
    with np.errstate(all="ignore"):
        sides = np.stack([(low - near) / d, (high - near) / d])
        still, within = d == 0, (low <= near) & (near <= high)
        enter = np.where(still, np.where(within, -np.inf, np.inf), sides.min(0)).max(-1)
        leave = np.where(still, np.inf, sides.max(0)).min(-1)
        t0, t1 = np.maximum(enter, 0)[..., None], np.minimum(leave, 1)[..., None]
        ends = near + t0 * d, np.where(t1 == 1, far, near + t1 * d)
    start, end = (np.clip(e, low, high) for e in np.where(swap[..., None], ends[::-1], ends))
    seen = (t0 <= t1)[..., 0] & ~np.isnan(d).any(-1)
    return rounded(np.concatenate([start, end], -1), seen)


def inside(points, box):
    """Points (…, 2) in eighths of a pixel; those outside ``box`` become gaps."""
    low, high = np.reshape(box, (2, 2))
    return rounded(points, ((points >= low) & (points <= high)).all(-1))


def outline(points, box):
    """A polygon (n, 2) clipped to ``box`` (Sutherland and Hodgman 1974): (m, 2) pixels."""
    low, high = np.reshape(box, (2, 2))
    if ((low <= points) & (points <= high)).all():
        return points
    for axis, side, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        points = half_plane(points, axis, side, sign)
    return points


def half_plane(points, axis, side, sign):
    """The part of a polygon where sign · (coordinate − side) ≥ 0."""
    depth = sign * (points[:, axis] - side)
    kept = []
    for a, b, da, db in zip(np.roll(points, 1, 0), points, np.roll(depth, 1), depth, strict=True):
        if (da >= 0) != (db >= 0):
            kept.append(a + (b - a) * da / (da - db))
        if db >= 0:
            kept.append(b)
    return np.array(kept).reshape(-1, 2)


def rounded(pixels, seen=True):
    """Pixels (…, c) → int16 eighths; rows that are not ``seen``, or nan, are gaps."""
    seen = seen & ~np.isnan(pixels).any(-1)
    eighths = np.rint(np.where(seen[..., None], np.clip(pixels, -FAR, FAR), 0) * UNIT)
    return np.where(seen[..., None], eighths.astype(np.int16), GAP)
