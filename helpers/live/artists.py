"""The kinds of matplotlib artist that may move, and how each becomes numbers for the browser.

A kind has ``parts`` ``{name: number of axes}``, the data it takes in order, and ``options``, those
given by name; ``trails``, what it leaves behind when it is drawn up to a step, if it can;
``ragged``, whether its size may change from setting to setting; ``check(artist, parts)``, which
refuses data of a wrong shape; ``style(artist, canvas)``, what never changes, for the browser;
``encode(artist, parts, canvas)``, small integers for every moment of every setting;
``show(artist, parts)``, the same data given to matplotlib itself. To add a kind: a class here, a
row in ``KINDS``, a painter of the same name in ``live.js``.
"""

from typing import NamedTuple

import numpy as np
from matplotlib.cbook import is_math_text
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.colors import BoundaryNorm, to_rgba
from matplotlib.container import BarContainer
from matplotlib.font_manager import weight_dict
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.path import Path
from matplotlib.patheffects import Normal, withStroke
from matplotlib.text import Annotation, Text

from helpers.errors import InputError

from . import geometry

LEVELS = 253  # colours of a colour map that reach the browser, apart from its two extremes
NO_COLOUR = 255


class Canvas(NamedTuple):
    """The size of the figure in pixels, and of a point (1/72 inch)."""

    width: float
    height: float
    dot: float


class Kind:
    options = {}
    trails = None
    ragged = True

    @staticmethod
    def check(artist, parts):
        pass


class Lines(Kind):
    parts = {"x": 1, "y": 1}
    trails = "points"

    @staticmethod
    def style(line, canvas):
        refuse(line, "markevery", line.get_markevery() is not None)
        refuse(line, "drawstyle", line.get_drawstyle() != "default")
        refuse(line, "gapcolor", line.get_gapcolor() is not None)
        refuse(line, "half-filled marker", line.get_fillstyle() not in ("full", "none"))
        width = line.get_linewidth() * canvas.dot
        # matplotlib offers no public reading of a custom dash pattern
        offset, dashes = line._dash_pattern
        drawn = line.get_linestyle() not in ("None", "", " ") and width > 0
        return {
            "stroke": css(line.get_color(), line.get_alpha()) if drawn else None,
            "width": width,
            "dashes": [d * canvas.dot for d in dashes or ()],
            "offset": (offset or 0) * canvas.dot,
            "halo": halo(line, canvas),
            "marker": marker_of(line, canvas),
        }

    @staticmethod
    def encode(line, parts, canvas):
        points = positions(line.get_transform(), parts, canvas)
        return {"segments": geometry.polyline(points, wide_box(line, canvas))}

    @staticmethod
    def show(line, parts):
        line.set_data(*np.broadcast_arrays(parts["x"], parts["y"]))


class Segments(Kind):
    """A LineCollection: separate segments, each with its own colour and width if wanted."""

    parts, options = {"segments": 3}, {"color": 1, "width": 1}
    trails = "segments"

    @staticmethod
    def check(lines, parts):
        shape = parts["segments"].shape[-3:]
        if shape[1:] != (2, 2):
            raise InputError(
                f"A LineCollection takes segments of shape (n, 2, 2): two ends of two coordinates "
                f"each; it was given {shape}."
            )

    @staticmethod
    def style(lines, canvas):
        dashes = [(offset, pattern or ()) for offset, pattern in lines.get_linestyles()]
        return {
            "strokes": [css(c) for c in lines.get_colors()] or [None],
            "widths": [w * canvas.dot for w in lines.get_linewidths()],
            "dashes": [[d * canvas.dot for d in pattern] for _, pattern in dashes],
            "offsets": [offset * canvas.dot for offset, _ in dashes],
            "palette": palette(lines),
        }

    @staticmethod
    def encode(lines, parts, canvas):
        points = geometry.to_pixels(parts["segments"], lines.get_transform(), canvas.height)
        box = wide_box(lines, canvas)
        cut = geometry.segments(points[..., 0, :], points[..., 1, :], box)
        return {"segments": cut, **extras(lines, parts, "width", canvas.dot)}

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

    @staticmethod
    def style(dots, canvas):
        # the only place where a collection keeps that its edges have the colours of its faces
        like_faces = np.array_equal(dots._original_edgecolor, "face")
        edges = None if like_faces else [css(c) for c in dots.get_edgecolors()] or [None]
        return {
            "fills": [css(c) for c in dots.get_facecolors()] or [None],
            "edges": edges,
            "edgewidth": float(dots.get_linewidths()[0]) * canvas.dot,
            "path": path_text(dots.get_paths()[0]),
            "sizes": [float(np.sqrt(s)) * canvas.dot for s in dots.get_sizes()],
            "palette": palette(dots),
        }

    @staticmethod
    def encode(dots, parts, canvas):
        points = positions(dots.get_offset_transform(), parts, canvas)
        return {
            "points": geometry.inside(points, wide_box(dots, canvas)),
            **extras(dots, parts, "size", canvas.dot),
        }

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

    @staticmethod
    def style(fill, canvas):
        refuse_pattern(fill)
        face, edge = (np.reshape(c, (-1, 4)) for c in (fill.get_facecolor(), fill.get_edgecolor()))
        width = float(np.ravel(fill.get_linewidth())[0])
        return {
            "fill": css(face[0]) if face.size else None,
            "stroke": css(edge[0]) if edge.size and width > 0 else None,
            "width": width * canvas.dot,
        }

    @staticmethod
    def encode(fill, parts, canvas):
        points, box = positions(fill.get_transform(), parts, canvas), wide_box(fill, canvas)
        flat = points.reshape(-1, *points.shape[-2:])
        cut = stack([geometry.outline(p[~np.isnan(p).any(-1)], box) for p in flat])
        return {"outline": geometry.rounded(cut).reshape(*points.shape[:-2], *cut.shape[1:])}

    @staticmethod
    def show(fill, parts):
        xy = np.stack(np.broadcast_arrays(parts["x"], parts["y"]), -1)
        fill.set_verts([xy]) if isinstance(fill, PolyCollection) else fill.set_xy(xy)


class Bars(Kind):
    """A bar container: one length per bar."""

    parts = {"lengths": 1}

    @staticmethod
    def check(bars, parts):
        n = parts["lengths"].shape[-1]
        if n != len(bars):
            raise InputError(
                f"A bar chart of {len(bars)} bars takes {len(bars)} lengths; it was given {n}."
            )

    @staticmethod
    def style(bars, canvas):
        refuse_pattern(bars[0])
        return {
            "fills": [css(bar.get_facecolor()) for bar in bars],
            "stroke": css(bars[0].get_edgecolor()) if bars[0].get_linewidth() > 0 else None,
            "width": bars[0].get_linewidth() * canvas.dot,
        }

    @staticmethod
    def encode(bars, parts, canvas):
        lengths, upright = parts["lengths"], bars.orientation == "vertical"
        base = np.array([bar.get_y() if upright else bar.get_x() for bar in bars])
        side = np.array([bar.get_x() if upright else bar.get_y() for bar in bars])
        wide = np.array([bar.get_width() if upright else bar.get_height() for bar in bars])
        first = [np.broadcast_to(v, lengths.shape) for v in (side, base)]
        last = [np.broadcast_to(side + wide, lengths.shape), base + lengths]
        order = slice(None, None, 1 if upright else -1)
        ends = np.stack([np.stack(first[order], -1), np.stack(last[order], -1)], -2)
        pixels = geometry.to_pixels(ends, bars[0].axes.transData, canvas.height)
        return {"rects": geometry.rounded(pixels.reshape(*lengths.shape, 4))}

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
        if image.norm.vmin is None or image.norm.vmax is None:
            raise InputError("A live image needs fixed limits: pass vmin and vmax to imshow.")
        (x0, y0), (x1, y1) = corners(image, canvas)
        return {
            "rect": [min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)],
            "palette": [*palette(image), css(image.cmap.get_bad())],
            "smooth": image.get_interpolation() not in ("nearest", "none", "auto", "antialiased"),
        }

    @staticmethod
    def encode(image, parts, canvas):
        (x0, y0), (x1, y1) = corners(image, canvas)
        picture = levels_of(image, parts["values"])
        return {"pixels": picture[..., :: 1 if y1 > y0 else -1, :: 1 if x1 > x0 else -1]}

    @staticmethod
    def show(image, parts):
        image.set_data(parts["values"])


class Texts(Kind):
    """Plain text (Unicode, no mathtext); optionally at a place of its own."""

    parts, options = {"text": 0}, {"x": 0, "y": 0}

    @staticmethod
    def check(text, parts):
        for words in parts["text"].flat:
            if is_math_text(str(words)):
                raise InputError(f"A live text is plain: write α, not $\\alpha$, in {words!r}.")

    @staticmethod
    def style(text, canvas):
        turned = text.get_rotation() != 0 and text.get_rotation_mode() != "anchor"
        refuse(text, 'rotation without rotation_mode="anchor"', turned)
        size, box = text.get_fontsize() * canvas.dot, text.get_bbox_patch()
        weight = weight_dict.get(text.get_fontweight(), text.get_fontweight())
        return {
            "font": f"{text.get_fontstyle()} {weight} {size:.2f}px "
                    '"DejaVu Sans", Verdana, "Noto Sans", sans-serif',
            "size": size,
            "fill": css(text.get_color(), text.get_alpha()),
            "align": text.get_ha(),
            "baseline": text.get_va(),
            "angle": -np.deg2rad(text.get_rotation()),
            "halo": halo(text, canvas),
            "box": box and {"fill": css(box.get_facecolor()), "pad": 0.35 * size},
        }

    @staticmethod
    def encode(text, parts, canvas):
        x, y = text.get_unitless_position()
        still = {"x": x, "y": y, **{k: v for k, v in parts.items() if k != "text"}}
        at = positions(text.get_transform(), still, canvas)
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
    Polygon: Fills,
    BarContainer: Bars,
    AxesImage: Images,
    Text: Texts,
}


def kind_of(artist):
    """The kind of a live artist; InputError, with the list of kinds, for any other thing."""
    for cls, kind in KINDS.items():
        if isinstance(artist, cls) and plain(artist):
            return kind
    raise InputError(
        f"{name_of(artist)} cannot move in a live figure. What can: lines and markers (ax.plot), "
        "LineCollection, scatter, imshow, filled polygons (ax.fill), bars and ax.text. "
        "Draw anything else once, before live.figure."
    )


def plain(artist):
    """Whether an artist of a known class has nothing to it that these kinds do not know."""
    if isinstance(artist, Annotation) or not members(artist):
        return False
    return getattr(members(artist)[0].axes, "name", None) != "3d"


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


# ---- shared readings of matplotlib's artists


def positions(transform, parts, canvas):
    """x and y (…, n) → pixels (…, n, 2)."""
    xy = np.stack(np.broadcast_arrays(parts["x"], parts["y"]), -1)
    return geometry.to_pixels(xy, transform, canvas.height)


def wide_box(artist, canvas):
    return geometry.widened(geometry.clip_box(artist, canvas.width, canvas.height))


def corners(image, canvas):
    """Pixels of two corners of an image: where row 0, column 0 begins and where the last end."""
    left, right, bottom, top = image.get_extent()
    first, last = (bottom, top) if image.origin == "lower" else (top, bottom)
    ends = [[left, first], [right, last]]
    return geometry.to_pixels(ends, image.get_transform(), canvas.height).tolist()


def palette(mappable):
    """The artist's colour map as CSS colours: its levels, the one below them, the one above."""
    levels, alpha = min(mappable.cmap.N, LEVELS), mappable.get_alpha()
    refuse(mappable, "transparency for each point", np.ndim(alpha) > 0)
    places = [*(np.arange(levels) + 0.5) / levels, -1, 2]
    return [css(c, alpha) for c in mappable.cmap(places)]


def levels_of(mappable, values):
    """Numbers → indices into ``palette``; what is not finite, or outside the norm: no colour."""
    levels, flat = min(mappable.cmap.N, LEVELS), np.ma.masked_invalid(values).ravel()
    scaled = np.ma.asarray(mappable.norm(flat), float).filled(np.nan).reshape(values.shape)
    if isinstance(mappable.norm, BoundaryNorm):  # which counts colours instead of parts of 1
        scaled = (scaled + 0.5) / mappable.cmap.N
    inner = np.clip(np.floor(np.nan_to_num(scaled) * levels), 0, levels - 1)
    cases = [np.isnan(scaled), scaled < 0, scaled > 1]
    return np.select(cases, [NO_COLOUR, levels, levels + 1], inner).astype(np.uint8)


def extras(artist, parts, size, dot):
    """Colour per element (an index) and width or diameter (eighths of a pixel), where given."""
    out = {}
    if "color" in parts:
        out["color"] = levels_of(artist, parts["color"])
    if size in parts:
        sizes = np.maximum(np.nan_to_num(parts[size]), 0)
        out["size"] = geometry.rounded(sizes[..., None] * dot)[..., 0]
    return out


def marker_of(line, canvas):
    """The marker of a Line2D: outline in pixels, face and edge, or None."""
    if str(line.get_marker()).strip().lower() in ("none", ""):
        return None
    shape = line._marker  # only here are a marker's own turn and fill
    size = 1 if line.get_marker() == "," else line.get_markersize() * canvas.dot
    path = shape.get_path().transformed(shape.get_transform().scale(size))
    face, alpha = line.get_markerfacecolor(), line.get_alpha()
    filled = str(face).lower() != "none"
    return {
        "path": path_text(path),
        "fill": css(face, alpha) if filled else None,
        "stroke": css(line.get_markeredgecolor(), alpha),
        "width": line.get_markeredgewidth() * canvas.dot,
    }


COMMANDS = {
    Path.MOVETO: "M",
    Path.LINETO: "L",
    Path.CURVE3: "Q",
    Path.CURVE4: "C",
    Path.CLOSEPOLY: "Z",
}


def path_text(path):
    """A matplotlib path as an SVG path, y downwards."""
    pieces = []
    for vertices, code in path.iter_segments(simplify=False):
        numbers = (np.reshape(vertices, (-1, 2)) * (1, -1)).ravel()
        closing = code == Path.CLOSEPOLY
        pieces.append(COMMANDS[code] + ("" if closing else " ".join(f"{v:.3f}" for v in numbers)))
    return "".join(pieces)


def effects_of(artist):
    return [effect for effect in artist.get_path_effects() or () if type(effect) is not Normal]


def halo(artist, canvas):
    """The outline that ``withStroke`` puts behind an artist; no other path effect is known.

    Where the effect says that it is for ``lines_only``, markers have none.
    """
    effects = effects_of(artist)
    refuse(artist, "path effect", any(not isinstance(e, withStroke) for e in effects))
    if not effects:
        return None
    settings = effects[0]._gc  # the only place where the effect keeps them
    return {
        "stroke": css(settings.get("foreground", "white")),
        "width": settings.get("linewidth", 1) * canvas.dot,
        "markers": not getattr(effects[0], "lines_only", False),
    }


def refuse_pattern(patch):
    """Polygons and bars are filled plainly, their edges drawn through."""
    refuse(patch, "hatch", patch.get_hatch())
    style = patch.get_linestyle()  # a collection has a list of them, each with its offset
    dashed = any(d for _, d in style) if isinstance(style, list) else style not in ("solid", "-")
    refuse(patch, "dashed edge", dashed)


def refuse(artist, what, present):
    if present:
        raise InputError(f"A live {type(artist).__name__} cannot have a {what}; draw it without.")


def css(colour, alpha=None):
    """A matplotlib colour as CSS."""
    r, g, b, a = to_rgba(colour, alpha)
    return f"rgba({255 * r:.0f},{255 * g:.0f},{255 * b:.0f},{a:.3g})"


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
