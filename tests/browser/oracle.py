"""What a picture has to show: computed by matplotlib, and compared with the browser's pixels."""

import io

import numpy as np
from matplotlib.colors import to_rgba
from PIL import Image

from helpers.live import picture

NEAR = 48  # of 255: how far two colours may be apart and still be taken for the same


def in_pixels(ax, x, y, scale):
    """Data → (n, 2) pixels of the canvas, y downwards, by matplotlib's own transform."""
    points = ax.transData.transform(np.column_stack([x, y]))
    return scale * (points * (1, -1) + (0, ax.figure.bbox.height))


def area(ax, scale):
    """The rows and the columns of a pair of axes, as slices."""
    box, height = ax.bbox, ax.figure.bbox.height
    rows, columns = (height - box.y1, height - box.y0), (box.x0, box.x1)
    return tuple(slice(*np.rint(np.multiply(scale, ends)).astype(int)) for ends in (rows, columns))


def painted(pixels, colour):
    """Where the canvas has this colour, (rows, columns); blurred edges do not count."""
    return np.abs(pixels - 255 * np.array(to_rgba(colour))).max(-1) <= NEAR / 2


def distances(where, path):
    """How far each True pixel of ``where`` lies from a polyline (n, 2)."""
    rows, columns = np.nonzero(where)
    dots = np.column_stack([columns, rows])[:, None] + 0.5
    start, along = path, np.diff(path, axis=0, append=path[-1:])
    square = np.maximum((along**2).sum(-1), 1e-12)
    t = np.clip(((dots - start) * along).sum(-1) / square, 0, 1)
    return np.linalg.norm(dots - start - t[..., None] * along, axis=-1).min(-1)


def drawn_by_matplotlib(figure, at, step):
    """The whole picture of one moment as RGB, without any browser or table."""
    picture.show_moment(figure.job.cell(at).answers, figure.job.steps, step)
    buffer = io.BytesIO()
    figure.job.fig.savefig(buffer, dpi=2 * figure.job.fig.dpi)  # as fine as a background
    return np.asarray(Image.open(buffer).convert("RGB")).astype(int)


def unlike(ours, theirs):
    """Where (rows, columns) two pictures differ, edges apart: how these are smoothed is a matter
    of taste, so a pixel may resemble any neighbour, and a difference is three pixels wide."""
    strange = resembling_none(ours, theirs) | resembling_none(theirs, ours)
    return np.min(neighbours(strange), axis=0)


def resembling_none(picture, other):
    """The pixels of a picture that resemble none of the nine at their place in the other."""
    apart = [np.abs(picture - beside).max(-1) for beside in neighbours(other)]
    return np.min(apart, axis=0) > NEAR


def neighbours(picture):
    """The picture moved by up to one pixel in each direction: nine of them."""
    rows, columns = picture.shape[:2]
    framed = np.pad(picture, ((1, 1), (1, 1)) + ((0, 0),) * (picture.ndim - 2), mode="edge")
    return [framed[y : y + rows, x : x + columns] for y in range(3) for x in range(3)]
