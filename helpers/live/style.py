"""How matplotlib would paint an artist, read once and said in the browser's words.

One reading for each kind of artist, ``(artist, canvas) → dict``, lengths in pixels, colours as CSS.
What the browser cannot paint is refused in a sentence. Some styles have no public reading: those
lines say so.
"""

from copy import deepcopy
from typing import NamedTuple

import numpy as np
from matplotlib.colors import BoundaryNorm, Colormap, Normalize, to_rgba
from matplotlib.font_manager import weight_dict
from matplotlib.path import Path
from matplotlib.patheffects import Normal, withStroke

from helpers.errors import InputError

LEVELS = 253  # colours of a colour map that reach the browser, apart from its two extremes
NO_COLOUR = 255


def of_line(line, canvas):
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


def of_segments(lines, canvas):
    dashes = [(offset, pattern or ()) for offset, pattern in lines.get_linestyles()]
    return {
        "strokes": [css(c) for c in lines.get_colors()] or [None],
        "widths": [w * canvas.dot for w in lines.get_linewidths()],
        "dashes": [[d * canvas.dot for d in pattern] for _, pattern in dashes],
        "offsets": [offset * canvas.dot for offset, _ in dashes],
        "palette": palette(lines),
    }


def of_dots(dots, canvas):
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


def of_fill(fill, canvas):
    refuse_pattern(fill)
    face, edge = (np.reshape(c, (-1, 4)) for c in (fill.get_facecolor(), fill.get_edgecolor()))
    width = float(np.ravel(fill.get_linewidth())[0])
    return {
        "fill": css(face[0]) if face.size else None,
        "stroke": css(edge[0]) if edge.size and width > 0 else None,
        "width": width * canvas.dot,
    }


def of_bars(bars, canvas):
    refuse_pattern(bars[0])
    return {
        "fills": [css(bar.get_facecolor()) for bar in bars],
        "stroke": css(bars[0].get_edgecolor()) if bars[0].get_linewidth() > 0 else None,
        "width": bars[0].get_linewidth() * canvas.dot,
    }


def of_image(image, canvas):
    return {
        "palette": [*palette(image), css(image.cmap.get_bad())],
        "smooth": image.get_interpolation() not in ("nearest", "none", "auto", "antialiased"),
    }


def of_text(text, canvas):
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


# ---- colours


def css(colour, alpha=None):
    """A matplotlib colour as CSS."""
    r, g, b, a = to_rgba(colour, alpha)
    return f"rgba({255 * r:.0f},{255 * g:.0f},{255 * b:.0f},{a:.3g})"


def palette(mappable):
    """The artist's colour map as CSS colours: its levels, the one below them, the one above."""
    levels, alpha = min(mappable.cmap.N, LEVELS), mappable.get_alpha()
    refuse(mappable, "transparency for each point", np.ndim(alpha) > 0)
    places = [*(np.arange(levels) + 0.5) / levels, -1, 2]
    return [css(c, alpha) for c in mappable.cmap(places)]


class Scale(NamedTuple):
    """From a number to a colour of ``palette``, as the artist had it when it was read."""

    norm: Normalize
    cmap: Colormap


def scale_of(mappable):
    return Scale(deepcopy(mappable.norm), mappable.cmap)


def levels_of(scale, values):
    """Numbers → indices into ``palette``; what is not finite, or outside the norm: no colour.

    Raises InputError for a scale without two limits apart: one number would fix all colours.
    """
    norm, cmap = scale
    if norm.vmin is None or norm.vmax is None or norm.vmin == norm.vmax:
        raise InputError(
            f"Live colours need fixed limits, but these reach from {norm.vmin} to {norm.vmax}: "
            "pass vmin and vmax (imshow, scatter) or clim (LineCollection), two numbers apart."
        )
    levels, flat = min(cmap.N, LEVELS), np.ma.masked_invalid(values).ravel()
    scaled = np.ma.asarray(norm(flat), float).filled(np.nan).reshape(values.shape)
    if isinstance(norm, BoundaryNorm):  # which counts colours instead of parts of 1
        scaled = (scaled + 0.5) / cmap.N
    inner = np.clip(np.floor(np.nan_to_num(scaled) * levels), 0, levels - 1)
    cases = [np.isnan(scaled), scaled < 0, scaled > 1]
    return np.select(cases, [NO_COLOUR, levels, levels + 1], inner).astype(np.uint8)


# ---- outlines


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


# ---- what cannot be painted


def refuse_pattern(patch):
    """Polygons and bars are filled plainly, their edges drawn through."""
    refuse(patch, "hatch", patch.get_hatch())
    style = patch.get_linestyle()  # a collection has a list of them, each with its offset
    dashed = any(d for _, d in style) if isinstance(style, list) else style not in ("solid", "-")
    refuse(patch, "dashed edge", dashed)


def refuse(artist, what, present):
    if present:
        raise InputError(f"A live {type(artist).__name__} cannot have a {what}; draw it without.")
