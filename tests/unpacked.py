"""Read a packed table back in Python: the reverse of ``helpers.live.packing``, as in unpack.js."""

import json
import zlib

import numpy as np


def unpacked(meta, data):
    """``[{name: array (*grid, …)}]``: one dict per live artist, then one of the sentences.

    Texts stand in each dict under their own name, None where there is none.
    """
    raw = zlib.decompress(data) if meta["packed"] else data
    slots = [{} for _ in range(len(meta["times"]) + 1)]
    for piece in meta["arrays"]:
        dtype, shape = np.dtype(piece["type"]), tuple(piece["shape"])
        count = int(np.prod(shape))
        size = count * dtype.itemsize
        slots[piece["slot"]][piece["name"]] = restored(raw[:size], piece, dtype, shape, meta)
        raw = raw[size:]
    texts = [*json.loads(raw), None]
    return [{name: worded(name, array, texts) for name, array in s.items()} for s in slots]


def worded(name, array, texts):
    if name not in ("text", "error", "said"):
        return array
    words = np.empty(array.shape, object)
    words.flat = [texts[place] for place in array.flat]
    return words


def restored(raw, piece, dtype, shape, meta):
    if not meta["packed"]:
        return np.frombuffer(raw, dtype).reshape(shape)
    planes = np.frombuffer(raw, np.uint8).reshape(piece["item"], -1)
    array = np.ascontiguousarray(planes.T).view(dtype).reshape(shape)
    for axis in piece["axes"]:
        array = np.cumsum(array, axis=axis, dtype=dtype)
    if piece["name"] == "segments":
        points = array.reshape(*shape[:-2], -1, 2)
        array = np.cumsum(points, axis=-2, dtype=dtype).reshape(shape)
    return array
