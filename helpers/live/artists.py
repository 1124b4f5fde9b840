"""The kinds of matplotlib artist that may move, and how each becomes numbers for the browser.

matplotlib is read once: when the still part of a figure has been drawn, every live artist is
``frozen`` into a ``Place``, and all later pictures are reckoned from that alone.

A kind has ``parts`` ``{name: number of axes}``, the data it takes in order, and ``options``, those
given by name; ``trails``, what it leaves behind when it is drawn up to a step, if it can;
``ragged``, whether its size may change from setting to setting; ``check(artist, parts)``, which
refuses data of a wrong shape; ``style(artist, canvas)``, what never changes, for the browser;
``transform(artist)``, from data to pixels; ``fixed(artist, canvas)``, what else ``encode`` needs;
``encode(place, parts)``, small integers for every moment of every setting;
``show(artist, parts)``, the same data given to matplotlib itself. To add a kind: a class here, a
row in ``KINDS``, a painter of the same name in ``browser/painters.js``.
"""

from typing import NamedTuple

import numpy as np
from matplotlib.cbook import is_math_text
from matplotlib.collections import (
    FillBetweenPolyCollection,
    LineCollection,
    PathCollection,
    PolyCollection,
)
from matplotlib.container import BarContainer
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text
from matplotlib.transforms import Transform

from helpers.errors import InputError

from . import geometry, style


class Place(NamedTuple):
    """A live artist as it stood when the still part was drawn: all that its pictures need."""

    kind: type
    style: dict  # for the browser
    clip: tuple  # (left, top, right, bottom) in pixels: nothing is drawn outside
    under: list  # boxes (left, top, width, height) of the insets that hide it
    low: bool  # it lies under what matplotlib draws in its axes
    transform: Transform  # from data to pixels counted from the bottom left
    canvas: geometry.Canvas
    fixed: object  # what else its kind needs


def frozen(artist, canvas):
    """The place of a live artist; InputError for a look that cannot be painted.

    Call it when matplotlib has drawn the figure: only then is a title or a legend in its place.
    """
    kind, (first, *_) = kind_of(artist), members(artist)
    style.refuse(first, "clip path", first.get_clip_path() is not None)
    look = kind.style(artist, canvas)
    if "halo" not in look:
        style.refuse(first, "path effect", style.effects_of(first))
    return Place(
        kind,
        look,
        geometry.clip_box(first, canvas),
        [geometry.box_of(ax.bbox, canvas) for ax in insets_over(first)],
        first.get_zorder() < 1,
        kind.transform(artist).frozen(),
        canvas,
        kind.fixed(artist, canvas),
    )


def insets_over(artist):
    """The insets that hide what ``artist`` would draw below them."""
    near = artist.axes.child_axes if artist.axes else ()
    return [ax for ax in near if ax.get_zorder() > artist.get_zorder() and ax.patch.get_visible()]


class Kind:
    options = {}
    trails = None
    ragged = True

    @staticmethod
    def check(artist, parts):
        pass

    @staticmethod
    def transform(artist):
        return artist.get_transform()

    @staticmethod
    def fixed(artist, canvas):
        pass


class Lines(Kind):
    parts = {"x": 1, "y": 1}
    trails = "points"
    style = staticmethod(style.of_line)

    @staticmethod
    def encode(place, parts):
        return {"segments": geometry.polyline(positions(place, parts), wide(place))}

    @staticmethod
    def show(line, parts):
        line.set_data(*np.broadcast_arrays(parts["x"], parts["y"]))


class Segments(Kind):
    """A LineCollection: separate segments, each with its own colour and width if wanted."""

    parts, options = {"segments": 3}, {"color": 1, "width": 1}
    trails = "segments"
    style = staticmethod(style.of_segments)

    @staticmethod
    def check(lines, parts):
        shape = parts["segments"].shape[-3:]
        if shape[1:] != (2, 2):
            raise InputError(
                f"A LineCollection takes segments of shape (n, 2, 2): two ends of two coordinates "
                f"each; it was given {shape}."
            )

    @staticmethod
    def fixed(lines, canvas):
        return style.scale_of(lines)

    @staticmethod
    def encode(place, parts):
        points = pixels(place, parts["segments"])
        cut = geometry.segments(points[..., 0, :], points[..., 1, :], wide(place))
        return {"segments": cut, **extras(place, parts, "width")}

    @staticmethod
    def show(lines, parts):
        lines.set_segments(parts["segments"])
        if "color" in parts:
            lines.set_color(None)  # a colour of its own would hide the colour map
            lines.set_array(parts["color"])
        if "width" in parts:
            lines.set_linewidths(parts["width"])


class Scatter(Kind):
    parts, options = {"x": 1, "y": 1}, {"color": 1, "size": 1}
    trails = "points"
    style = staticmethod(style.of_dots)

    @staticmethod
    def transform(dots):
        return dots.get_offset_transform()

    @staticmethod
    def fixed(dots, canvas):
        return style.scale_of(dots)

    @staticmethod
    def encode(place, parts):
        points = geometry.inside(positions(place, parts), wide(place))
        return {"points": points, **extras(place, parts, "size")}

    @staticmethod
    def show(dots, parts):
        dots.set_offsets(np.stack(np.broadcast_arrays(parts["x"], parts["y"]), -1))
        if "color" in parts:
            dots.set_array(parts["color"])
        if "size" in parts:
            dots.set_sizes(parts["size"] ** 2)


class Fills(Kind):
    """A filled polygon."""

    parts = {"x": 1, "y": 1}
    style = staticmethod(style.of_fill)

    @staticmethod
    def encode(place, parts):
        points = positions(place, parts)
        flat = points.reshape(-1, *points.shape[-2:])
        cut = stack([geometry.outline(p[~np.isnan(p).any(-1)], wide(place)) for p in flat])
        return {"outline": geometry.rounded(cut).reshape(*points.shape[:-2], *cut.shape[1:])}

    @staticmethod
    def show(fill, parts):
        xy = np.stack(np.broadcast_arrays(parts["x"], parts["y"]), -1)
        fill.set_verts([xy]) if isinstance(fill, PolyCollection) else fill.set_xy(xy)


class Bars(Kind):
    """A bar container: one length per bar."""

    parts = {"lengths": 1}
    style = staticmethod(style.of_bars)

    @staticmethod
    def check(bars, parts):
        n = parts["lengths"].shape[-1]
        if n != len(bars):
            raise InputError(
                f"A bar chart of {len(bars)} bars takes {len(bars)} lengths; it was given {n}."
            )

    @staticmethod
    def transform(bars):
        return bars[0].axes.transData

    @staticmethod
    def fixed(bars, canvas):
        """Whether they stand upright; their bases; the two sides of each."""
        upright = bars.orientation == "vertical"
        base = np.array([bar.get_y() if upright else bar.get_x() for bar in bars])
        side = np.array([bar.get_x() if upright else bar.get_y() for bar in bars])
        wide = np.array([bar.get_width() if upright else bar.get_height() for bar in bars])
        return upright, base, side, side + wide

    @staticmethod
    def encode(place, parts):
        lengths, (upright, base, *sides) = parts["lengths"], place.fixed
        left, right = (np.broadcast_to(side, lengths.shape) for side in sides)
        order = slice(None, None, 1 if upright else -1)
        first = np.stack([left, np.broadcast_to(base, lengths.shape)][order], -1)
        last = np.stack([right, base + lengths][order], -1)
        corners = pixels(place, np.stack([first, last], -2))
        return {"rects": geometry.rounded(corners.reshape(*lengths.shape, 4))}

    @staticmethod
    def show(bars, parts):
        for bar, length in zip(bars, parts["lengths"], strict=True):
            (bar.set_height if bars.orientation == "vertical" else bar.set_width)(length)


class Images(Kind):
    """An image of numbers, coloured by its colour map."""

    parts = {"values": 2}
    ragged = False

    @staticmethod
    def check(image, parts):
        if not parts["values"].size:
            raise InputError("A live image needs at least one number; it was given none.")

    @staticmethod
    def style(image, canvas):
        (x0, y0), (x1, y1) = corners(image, canvas)
        rect = [min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)]
        return {"rect": rect, **style.of_image(image, canvas)}

    @staticmethod
    def fixed(image, canvas):
        """Its colours; in which order rows and columns of its numbers go down and to the right."""
        (x0, y0), (x1, y1) = corners(image, canvas)
        return style.scale_of(image), 1 if y1 > y0 else -1, 1 if x1 > x0 else -1

    @staticmethod
    def encode(place, parts):
        scale, down, right = place.fixed
        return {"pixels": style.levels_of(scale, parts["values"])[..., ::down, ::right]}

    @staticmethod
    def show(image, parts):
        image.set_data(parts["values"])


class Texts(Kind):
    """Plain text (Unicode, no mathtext); optionally at a place of its own."""

    parts, options = {"text": 0}, {"x": 0, "y": 0}
    style = staticmethod(style.of_text)

    @staticmethod
    def check(text, parts):
        for words in parts["text"].flat:
            if is_math_text(str(words)):
                raise InputError(f"A live text is plain: write α, not $\\alpha$, in {words!r}.")

    @staticmethod
    def fixed(text, canvas):
        """Where it stands if no other place is given: a title, say, where matplotlib puts it."""
        x, y = text.get_unitless_position()
        return {"x": x, "y": y}

    @staticmethod
    def encode(place, parts):
        at = positions(place, {**place.fixed, **{k: v for k, v in parts.items() if k != "text"}})
        at = np.broadcast_to(at, (*parts["text"].shape, 2))
        return {"text": parts["text"], "at": geometry.rounded(at)}

    @staticmethod
    def show(text, parts):
        text.set_text(str(parts["text"]))
        text.set_position([parts.get(k, v) for k, v in zip("xy", text.get_position(), strict=True)])


KINDS = {
    Line2D: Lines,
    LineCollection: Segments,
    PathCollection: Scatter,
    PolyCollection: Fills,
    FillBetweenPolyCollection: Fills,
    Polygon: Fills,
    BarContainer: Bars,
    AxesImage: Images,
    Text: Texts,
}


def kind_of(artist):
    """The kind of a live artist; InputError, with the list of kinds, for any other thing.

    The type must be the very one: what matplotlib derives from it (a quiver's arrows from polygons,
    an annotation from a text) draws in a way of its own.
    """
    kind = KINDS.get(type(artist))
    if kind is None or not members(artist):
        raise InputError(
            f"{name_of(artist)} cannot move in a live figure. What can: lines and markers "
            "(ax.plot), LineCollection, scatter, imshow, filled polygons (ax.fill, fill_between), "
            "bars and ax.text. Draw anything else once, before live.figure."
        )
    axes = members(artist)[0].axes
    if getattr(axes, "name", "rectilinear") != "rectilinear":
        raise InputError(
            f"{name_of(artist)} lies in {axes.name} axes; a live artist moves in straight ones "
            "(logarithmic too). Draw it once, before live.figure, or in other axes."
        )
    return kind


def name_of(artist):
    """What to call an artist in a sentence to its author."""
    label = getattr(artist, "get_label", lambda: "")()
    named = f" {label!r}" if label and not str(label).startswith("_") else ""
    kind = type(artist).__name__
    return f"{'an' if kind[0] in 'AEIOU' else 'a'} {kind}{named}"


def members(artist):
    """The matplotlib artists behind a live artist (a bar container holds several)."""
    return list(artist) if isinstance(artist, BarContainer) else [artist]


def depth(artist):
    """By what matplotlib orders its drawing: the zorder of the artist, inside that of its axes."""
    order = (artist.get_zorder(),)
    while artist.axes not in (None, artist):  # an inset's axes are those it lies in
        artist = artist.axes
        order = (artist.get_zorder(), *order)
    return order


# ---- shared by several kinds


def pixels(place, xy):
    """Data (…, 2) → pixels (…, 2)."""
    return geometry.to_pixels(xy, place.transform, place.canvas.height)


def positions(place, parts):
    """x and y (…, n) → pixels (…, n, 2)."""
    return pixels(place, np.stack(np.broadcast_arrays(parts["x"], parts["y"]), -1))


def wide(place):
    return geometry.widened(place.clip)


def corners(image, canvas):
    """Pixels of two corners of an image: where row 0, column 0 begins and where the last end."""
    left, right, bottom, top = image.get_extent()
    first, last = (bottom, top) if image.origin == "lower" else (top, bottom)
    ends = [[left, first], [right, last]]
    return geometry.to_pixels(ends, image.get_transform(), canvas.height).tolist()


def extras(place, parts, size):
    """Colour per element (an index) and width or diameter (eighths of a pixel), where given."""
    out = {}
    if "color" in parts:
        out["color"] = style.levels_of(place.fixed, parts["color"])
    if size in parts:
        sizes = np.maximum(np.nan_to_num(parts[size]), 0)
        out["size"] = geometry.rounded(sizes[..., None] * place.canvas.dot)[..., 0]
    return out


def stack(arrays):
    """Arrays of unequal sizes as one, the missing places filled with nan (a gap)."""
    arrays = [np.asarray(a) for a in arrays]
    if len({a.shape for a in arrays}) == 1:
        return np.stack(arrays)
    shape = np.max([a.shape for a in arrays], axis=0)
    out = np.full((len(arrays), *shape), np.nan)
    for place, a in zip(out, arrays, strict=True):
        place[tuple(slice(n) for n in a.shape)] = a
    return out
