"""How far two drawn lines are apart, for the tests of simplified lines."""

import numpy as np

from helpers.live.geometry import GAP, UNIT


def pieces(segments):
    """Packed segments (n, 4) → the ends (m, 2, 2) in pixels of those that are drawn."""
    return segments[segments[:, 2] != GAP].reshape(-1, 2, 2) / UNIT


def apart(one, other, spacing=0.5):
    """The furthest that any point of the line ``one`` is from the line ``other``, in pixels."""
    if not len(one) or not len(other):
        return 0.0 if len(one) == len(other) else np.inf
    counts = np.ceil(np.hypot(*(one[:, 1] - one[:, 0]).T) / spacing).astype(int) + 1
    share = np.concatenate([np.linspace(0, 1, n)[:, None] for n in counts])
    points = np.repeat(one[:, 0], counts, axis=0) * (1 - share)
    points += np.repeat(one[:, 1], counts, axis=0) * share
    start, along = other[:, 0], other[:, 1] - other[:, 0]
    out = points[:, None] - start
    t = (out * along).sum(-1) / np.maximum((along * along).sum(-1), 1e-300)
    nearest = out - np.clip(t, 0, 1)[..., None] * along
    return np.hypot(*np.moveaxis(nearest, -1, 0)).min(1).max()


def between(one, other, spacing=0.5):
    """Both ways: the Hausdorff distance of two drawn lines, in pixels."""
    one, other = pieces(one), pieces(other)
    return max(apart(one, other, spacing), apart(other, one, spacing))
