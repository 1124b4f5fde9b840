"""Figures as small PNG files: twice the pixels, few colours."""

from io import BytesIO

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from PIL import Image

SCALE = 2  # the file has twice the figure's pixels, crisp on any screen
QUIET = "#5B6573"  # on white 6 : 1


def png(fig, colours=128, solid=True, caption=""):
    """The figure as a PNG; not ``solid``: with whatever is transparent in it.

    A ``caption`` stands in a line of its own below the figure, and makes the picture higher.
    """
    if solid:
        picture = in_few_colours(over(drawn(fig), line_of(caption, fig)), colours)
    else:
        picture = drawn(fig).quantize(colours, Image.Quantize.FASTOCTREE)
    small = BytesIO()
    picture.save(small, "png", optimize=True)
    return small.getvalue()


def drawn(fig):
    raw = BytesIO()
    with mpl.rc_context({"savefig.bbox": None}):
        fig.savefig(raw, format="png", dpi=SCALE * fig.dpi)
    return Image.open(raw)


def line_of(caption, fig):
    """A line of quiet words as wide as the figure; or none."""
    if not caption:
        return None
    line = Figure((fig.get_figwidth(), 0.3), fig.dpi, facecolor=fig.get_facecolor())
    line.text(0.5, 0.5, caption, size=12, color=QUIET, ha="center", va="center")
    return drawn(line)


def over(*pictures):
    """Pictures of one width, one over the other; those that are None are left out."""
    parts = [np.asarray(picture.convert("RGB")) for picture in pictures if picture]
    return Image.fromarray(np.concatenate(parts))


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
