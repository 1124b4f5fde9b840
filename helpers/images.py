"""Figures as small PNG files: twice the pixels, few colours."""

from io import BytesIO

import matplotlib as mpl
import numpy as np
from PIL import Image

SCALE = 2  # the file has twice the figure's pixels, crisp on any screen


def png(fig, colours=128, solid=True):
    """The figure as a PNG; not ``solid``: with whatever is transparent in it."""
    raw, small = BytesIO(), BytesIO()
    with mpl.rc_context({"savefig.bbox": None}):
        fig.savefig(raw, format="png", dpi=SCALE * fig.dpi)
    if solid:
        picture = in_few_colours(Image.open(raw).convert("RGB"), colours)
    else:
        picture = Image.open(raw).quantize(colours, Image.Quantize.FASTOCTREE)
    picture.save(small, "png", optimize=True)
    return small.getvalue()


def in_few_colours(picture, colours):
    """Each pixel replaced by the nearest of a palette; a median cut would lose thin lines' hues.

    Half of the palette are the commonest colours (paper and surfaces keep their exact shades),
    half are spread over all that occur (a line or a marker keeps its hue).
    """
    packed = np.asarray(picture).astype(np.int32) @ [65536, 256, 1]
    seen, index, counts = np.unique(packed, return_inverse=True, return_counts=True)
    seen = np.stack([seen >> 16, seen >> 8 & 255, seen & 255], axis=-1)
    common = seen[np.argsort(counts, kind="stable")[-colours // 2 :]]
    spread = picture.quantize(colours // 2, Image.Quantize.MAXCOVERAGE).getpalette()
    palette = np.concatenate([common, np.reshape(spread, (-1, 3))])
    nearest = [np.argmin(((palette - colour) ** 2).sum(-1)) for colour in seen]
    few = Image.fromarray(np.uint8(nearest)[index].reshape(packed.shape), "P")
    few.putpalette(palette.astype(np.uint8).tobytes())
    return few
