"""Packing a table for the browser: arrays of small integers, differenced and compressed.

Neighbouring settings and steps look alike, so their differences are small and zlib finds them
easily: a table of 60 × 60 settings and 51 steps shrinks some thirty-fold.
``browser/unpack.js`` undoes it.
"""

import json
import math
import zlib
from typing import NamedTuple

import numpy as np

from . import artists, geometry
from .simplify import COARSE, FINE, simplified

PLACES = ("segments", "points", "outline", "rects", "at")  # arrays whose last axis are coordinates
BLOCK = 200_000  # numbers that become pixels at a time: meanwhile each takes some 200 bytes


class Packed(NamedTuple):
    """``meta`` (JSON) says how to read ``data`` (bytes)."""

    meta: dict
    data: bytes


def pack(cells, places, hurry=False, budget=math.inf):
    """All that the browser needs to draw ``cells``, artists in the order of ``places``.

    In a ``hurry`` (one cell, sent while a slider is dragged) nothing is made smaller. Over the
    ``budget`` (bytes) lines are simplified further, the largest first, while that helps.
    """
    encoded = {artist: encode(place, cells.answers[artist], cells.grid, hurry)
               for artist, place in places.items() if artist in cells.answers}
    packed = joined_up(cells, places, encoded, hurry)
    lines = [a for a in encoded if not hurry and may_simplify(places[a], cells.answers[a])]
    for line in sorted(lines, key=lambda a: -packed_size(encoded[a]["segments"])):
        if len(packed.data) > budget:
            encoded[line] = encode(places[line], cells.answers[line], cells.grid, tolerance=COARSE)
            packed = joined_up(cells, places, encoded)
    return packed


def joined_up(cells, places, encoded, hurry=False):
    """One message out of the arrays of all artists, the errors and the sentences."""
    strings = {}
    groups = [*(encoded.get(a, {}) for a in places), {"error": cells.errors, "said": cells.said}]
    arrays = [(slot, name, numbered(array, strings))
              for slot, group in enumerate(groups) for name, array in group.items()]
    pieces = [planed(array, name, hurry) for _, name, array in arrays]
    meta = {
        "grid": list(cells.grid),
        "times": [cells.answers[a].time if a in cells.answers else "still" for a in places],
        "packed": not hurry,
        "arrays": [
            {
                "slot": slot,
                "name": name,
                "type": array.dtype.str,
                "shape": array.shape,
                "axes": axes,
                "item": item_of(array, name),
            }
            for (slot, name, array), (axes, _) in zip(arrays, pieces, strict=True)
        ],
    }
    texts = json.dumps(list(strings), ensure_ascii=False).encode()
    data = b"".join([*(piece for _, piece in pieces), texts])
    return Packed(meta, data if hurry else zlib.compress(data, 9))


def encode(place, answer, grid, hurry=False, tolerance=FINE):
    """The arrays of one artist, small integers of shape (*grid, …)."""
    if hurry:
        return place.kind.encode(place, answer.parts)
    count = math.prod(grid)
    flat = {name: part.reshape((count, *part.shape[len(grid) :]))
            for name, part in answer.parts.items()}
    many = max(1, BLOCK * count // max(1, *(part.size for part in flat.values())))
    blocks = [place.kind.encode(place, {name: part[i : i + many] for name, part in flat.items()})
              for i in range(0, count, many)]
    whole = {name: joined([block[name] for block in blocks]) for name in blocks[0]}
    arrays = {name: array.reshape((*grid, *array.shape[1:])) for name, array in whole.items()}
    if may_simplify(place, answer):
        both = arrays["segments"], simplified(arrays["segments"], tolerance)
        arrays["segments"] = min(both, key=packed_size)
    return arrays


def may_simplify(place, answer):
    """A marker stands on every point, and a trail needs one for each step; other lines may."""
    plain = place.kind is artists.Lines and place.style["marker"] is None
    return plain and answer.time != "trail"


def joined(blocks):
    """Blocks of cells one behind the other; one that has fewer rows is filled up with gaps."""
    most = np.max([block.shape[1:] for block in blocks], axis=0)
    filled = [np.pad(block, [(0, 0), *((0, n) for n in most - block.shape[1:])],
                     constant_values=geometry.GAP) if (most > block.shape[1:]).any() else block
              for block in blocks]
    return np.concatenate(filled)


def packed_size(segments):
    return len(zlib.compress(planed(segments, "segments", hurry=False)[1], 6))


def numbered(array, strings):
    """Texts → their places in the table of ``strings`` (−1 for none); numbers stay."""
    if array.dtype != object:
        return np.ascontiguousarray(array)
    place = [-1 if text is None else strings.setdefault(str(text), len(strings))
             for text in array.ravel()]
    return np.array(place, np.int32).reshape(array.shape)


def planed(array, name, hurry):
    """(axes along which differences were taken, bytes)."""
    if hurry:
        return [], array.tobytes()
    if name == "segments":
        array = linked(array)
    item = item_of(array, name)
    axes, best = [], squeezed(array, item)
    for axis in range(array.ndim - (name == "segments")):
        smoother = difference(array, axis)
        size = squeezed(smoother, item)
        if size < best:
            array, best, axes = smoother, size, [*axes, axis]
    return axes, shuffled(array, item)


def item_of(array, name):
    """How many bytes belong together: those of a number, or of all coordinates of one place."""
    return array.itemsize * (array.shape[-1] if name in PLACES else 1)


def linked(segments):
    """Store each end of a segment relative to the point before: 0 where the line goes on."""
    points = segments.reshape(*segments.shape[:-2], -1, 2)
    return difference(points, points.ndim - 2).reshape(segments.shape)


def difference(array, axis):
    """Differences along an axis, first value kept; integers wrap around, so nothing is lost."""
    out = array.copy()
    rest = tuple(slice(1, None) if a == axis else slice(None) for a in range(array.ndim))
    front = tuple(slice(None, -1) if a == axis else slice(None) for a in range(array.ndim))
    out[rest] -= array[front]
    return out


def shuffled(array, item):
    """All first bytes of the items, then all second bytes …: those of one plane are much alike."""
    return array.reshape(-1).view(np.uint8).reshape(-1, item).T.tobytes()


def squeezed(array, item):
    return len(zlib.compress(shuffled(array, item), 1))
