"""Lines without the points that nobody can see: for tables that are sent once.

A curve of 200 points that is nearly straight needs few of them. Left out is what lies within a
``tolerance`` of the straight line between its neighbours that stay (Ramer 1972, Douglas and Peucker
1973), so that the drawn line is never further than that from the whole one, nor the whole one from
it. ``COARSE`` with the rounding to eighths is less than half a pixel; ``FINE`` cannot be seen on a
full screen either, where a corner in a thick line would be.
"""

import numpy as np

from .geometry import GAP, UNIT

FINE, COARSE = 0.1, 0.4  # pixels
BLOCK = 300_000  # segments at a time: each takes some hundred bytes while it is looked at


def simplified(segments, tolerance=FINE):
    """Segments (…, n, 4) as ``geometry.polyline`` makes them → (…, m, 4), m ≤ n, gaps behind."""
    lines = segments.reshape(-1, *segments.shape[-2:])
    many = max(1, BLOCK // max(1, lines.shape[1]))
    blocks = [fewer(lines[i : i + many], tolerance) for i in range(0, len(lines), many)]
    most = max((block.shape[1] for block in blocks), default=0)
    out = np.full((len(lines), most, 4), GAP)
    for i, block in enumerate(blocks):
        out[many * i : many * i + len(block), : block.shape[1]] = block
    return out.reshape(*segments.shape[:-2], most, 4)


def fewer(lines, tolerance):
    """One block of lines (cells, n, 4), simplified."""
    points, first, cell = chains(lines)
    last = np.roll(first, -1)
    kept = np.flatnonzero(needed(points, first | last, tolerance))
    begins = first[kept]  # a kept point that begins a chain is the end of no segment
    ends = np.flatnonzero(~begins)
    rows = points[kept[ends - 1]], points[kept[ends]]
    cell = cell[kept[ends]]
    place = np.arange(len(cell)) - np.searchsorted(cell, cell)  # the how-manieth of its cell
    out = np.full((len(lines), max(1, place.max(initial=0) + 1), 4), GAP)
    out[cell, place] = np.concatenate(rows, -1)
    return out


def chains(lines):
    """The segments as chains of points: (points (p, 2), whether each begins a chain, its cell)."""
    seen = lines[..., 2] != GAP
    joined = np.zeros_like(seen)
    joined[:, 1:] = seen[:, 1:] & seen[:, :-1] & (lines[:, 1:, :2] == lines[:, :-1, 2:]).all(-1)
    wanted = np.stack([seen & ~joined, seen], -1).reshape(-1)  # starts of chains, and all ends
    begins = np.stack([seen & ~joined, np.zeros_like(seen)], -1).reshape(-1)
    cell = np.repeat(np.arange(len(lines)), 2 * lines.shape[1])
    return lines.reshape(-1, 2)[wanted], begins[wanted], cell[wanted]


def needed(points, kept, tolerance):
    """Which points (p, 2) must stay, given those that do in any case: the ends of every chain.

    All chains at once: wherever a point is too far from the straight line between the kept ones
    around it, the furthest is kept as well; until none is.
    """
    kept, points = kept.copy(), points.astype(float)
    inner = np.flatnonzero(~kept)
    around = np.flatnonzero(kept)
    behind = np.searchsorted(around, inner)
    left, right = around[behind - 1], around[behind]
    while inner.size:
        distance = to_segment(points[inner], points[left], points[right])
        starts = np.flatnonzero(np.diff(left, prepend=-1))
        group = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(inner)))
        furthest = np.maximum.reduceat(distance, starts)
        at = np.flatnonzero((distance == furthest[group]) & (furthest > UNIT * tolerance)[group])
        at = at[np.diff(group[at], prepend=-1) > 0]  # one in each group
        split = np.full(len(starts), -1)
        split[group[at]] = inner[at]
        kept[inner[at]] = True
        split = split[group]
        left, right = np.where(inner > split, split, left), np.where(inner < split, split, right)
        open_ = (split >= 0) & (inner != split)
        inner, left, right = inner[open_], left[open_], right[open_]
    return kept


def to_segment(p, a, b):
    """Distance of points (…, 2) from the segments a → b."""
    along, out = b - a, p - a
    length = np.maximum((along * along).sum(-1), 1e-300)
    t = np.clip((along * out).sum(-1) / length, 0, 1)
    return np.hypot(*(out - t[:, None] * along).T)
