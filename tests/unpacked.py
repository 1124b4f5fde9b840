"""Read a packed table back in Python, as live.js does: the reverse of ``helpers.live.packing``."""

import zlib

import numpy as np


def unpacked(meta, data):
    """``[{name: array (*grid, …)}]``: one dict per live artist, then the sentences' dict."""
    raw = zlib.decompress(data) if meta["packed"] else data
    slots = [{} for _ in range(len(meta["times"]) + 1)]
    for piece in meta["arrays"]:
        dtype, shape = np.dtype(piece["type"]), tuple(piece["shape"])
        count = int(np.prod(shape))
        size = count * dtype.itemsize
        slots[piece["slot"]][piece["name"]] = restored(raw[:size], piece, dtype, shape, meta)
        raw = raw[size:]
    assert raw == b"", "bytes are left over"
    return slots


def restored(raw, piece, dtype, shape, meta):
    if not meta["packed"]:
        return np.frombuffer(raw, dtype).reshape(shape)
    planes = np.frombuffer(raw, np.uint8).reshape(dtype.itemsize, -1)
    array = np.ascontiguousarray(planes.T).view(dtype).reshape(shape)
    for axis in piece["axes"]:
        array = np.cumsum(array, axis=axis, dtype=dtype)
    if piece["name"] == "segments":
        array = array.copy()
        for row in range(1, shape[-2]):
            array[..., row, :2] += array[..., row - 1, 2:]
    return array


def sentences(meta, slot, name):
    """The texts of one array of places in the table of strings; None where there is none."""
    known = [*meta["strings"], None]
    return np.array([known[i] for i in np.ravel(slot[name])], object).reshape(np.shape(slot[name]))
