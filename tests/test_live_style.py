"""Live artists look as matplotlib draws them, whatever style, axes and neighbours they have."""

import io

import matplotlib.patheffects as effects
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import BoundaryNorm, ListedColormap, LogNorm, Normalize
from matplotlib.markers import MarkerStyle
from matplotlib.transforms import Affine2D
from PIL import Image

from helpers import live, plots
from helpers.errors import InputError
from helpers.live import artists, geometry, picture, style

CANVAS = geometry.Canvas(400, 300, 100 / 72)
TWO = {"r": live.slider([1, 2])}


@pytest.fixture
def ax():
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.set(xlim=(0, 5), ylim=(0, 5))
    yield ax
    plt.close("all")


def style_of(artist):
    return artists.kind_of(artist).style(artist, CANVAS)


def alphas(colours):
    return {float(colour.rstrip(")").split(",")[3]) for colour in colours}


# ---- colours


def test_the_alpha_of_an_image_counts_once(ax):
    look = style_of(ax.imshow(np.ones((2, 2)), vmin=0, vmax=1, alpha=0.5))
    assert alphas(look["palette"][:-1]) == {0.5} and "alpha" not in look


def test_a_whole_number_is_an_alpha_too(ax):
    assert alphas(style_of(ax.scatter([1], [1], c=[1], alpha=0))["palette"]) == {0}


@pytest.mark.parametrize("axes", [(), (2,), (2, 3)])
def test_any_norm_colours_any_table(ax, axes):
    image = ax.imshow(np.ones((2, 3)), norm=LogNorm(1, 100))
    values = np.broadcast_to(np.array([[1.0, 10, 100], [0, -1, np.nan]]), (*axes, 2, 3))
    levels = style.levels_of(style.scale_of(image), values)
    assert levels.shape == values.shape
    assert (levels == [[0, 126, 252], [255, 255, 255]]).all()


def test_infinity_has_no_colour(ax):
    dots = ax.scatter([], [], c=[], vmin=0, vmax=1)
    levels = style.levels_of(style.scale_of(dots), np.array([np.inf, -np.inf, 2, -2]))
    assert levels.tolist() == [255, 255, 254, 253]


@pytest.mark.parametrize("norm", [None, BoundaryNorm([0, 1, 2, 3], 3)])
def test_what_lies_beyond_the_colours_has_the_colours_of_the_extremes(ax, norm):
    colours = ListedColormap(["r", "g", "b"]).with_extremes(under="c", over="m")
    image = ax.imshow([[0]], cmap=colours, norm=norm or Normalize(0, 3))
    palette, values = style_of(image)["palette"], np.array([-5, 0, 1.5, 2.9, 5])
    ours = [palette[level] for level in style.levels_of(style.scale_of(image), values)]
    assert ours == [style.css(colour) for colour in "crgbm"]


def test_edges_like_faces_follow_them(ax):
    dots = ax.scatter([1, 2], [1, 2], c=[0, 1])
    ax.figure.canvas.draw()  # which lets the dots forget that their edges are "face"
    assert style_of(dots)["edges"] is None
    assert style_of(ax.scatter([1], [1], edgecolors="k"))["edges"] == ["rgba(0,0,0,1)"]
    assert style_of(ax.scatter([1], [1], edgecolors="none"))["edges"] == [None]


def test_a_polygon_need_not_be_filled(ax):
    look = style_of(ax.fill_between([0, 1], [0, 1], facecolor="none", edgecolor="k"))
    assert (look["fill"], look["stroke"]) == (None, "rgba(0,0,0,1)")


# ---- shapes


def test_segments_are_dashed_as_their_collection_is(ax):
    lines = LineCollection([], linestyles=["--", "-"], linewidths=2)
    (pattern, plain), dot = style_of(lines)["dashes"], CANVAS.dot
    assert plain == [] and pattern == pytest.approx([3.7 * 2 * dot, 1.6 * 2 * dot])


@pytest.mark.parametrize("name", ["", " ", "None", "none", None])
def test_a_line_need_not_have_a_marker(ax, name):
    assert style_of(ax.plot([1], [1], marker=name)[0])["marker"] is None


def test_a_marker_may_be_turned(ax):
    turned = MarkerStyle(">", transform=Affine2D().rotate_deg(90))
    lines = [ax.plot([1], [1], marker=marker, ms=10)[0] for marker in (turned, "^")]
    assert corners(lines[0]) == pytest.approx(corners(lines[1]), abs=1e-3)


def corners(line):
    text = style_of(line)["marker"]["path"].replace("M", " ").replace("L", " ").replace("Z", " ")
    return np.sort(np.array(text.split(), float).reshape(-1, 2), axis=0)


def test_a_caret_is_filled_and_a_pixel_is_a_pixel(ax):
    assert style_of(ax.plot([1], [1], marker=4)[0])["marker"]["fill"]
    assert np.ptp(corners(ax.plot([1], [1], marker=",", ms=20)[0]), axis=0).tolist() == [1, 1]


def test_a_font_weight_is_a_number_that_a_browser_knows(ax):
    assert " 600 " in style_of(ax.text(1, 1, "", weight="semibold"))["font"]
    assert " 300 " in style_of(ax.text(1, 1, "", weight=300))["font"]


HALO = [effects.withStroke(linewidth=3, foreground="w")]


@pytest.mark.parametrize(("draw", "what"), [
    (lambda ax: ax.plot([], [], gapcolor="r", ls="--")[0], "gapcolor"),
    (lambda ax: ax.plot([], [], "o", fillstyle="left")[0], "half-filled marker"),
    (lambda ax: ax.plot([], [], path_effects=[effects.SimpleLineShadow()])[0], "path effect"),
    (lambda ax: ax.scatter([1], [1], path_effects=HALO), "path effect"),
    (lambda ax: ax.add_collection(LineCollection([], path_effects=HALO)), "path effect"),
    (lambda ax: ax.scatter([1, 2], [1, 2], c=[1, 2], alpha=[0.1, 0.2]), "transparency for each"),
    (lambda ax: ax.imshow([[1]], vmin=0, vmax=1, alpha=[[0.5]]), "transparency for each"),
    (lambda ax: ax.bar([1, 2], [1, 1], hatch="/"), "hatch"),
    (lambda ax: ax.bar([1, 2], [1, 1], edgecolor="k", ls="--"), "dashed edge"),
    (lambda ax: ax.fill([1, 2], [1, 1], ls=(0, (1, 1)))[0], "dashed edge"),
    (lambda ax: ax.fill_between([1, 2], [1, 1], ls="--"), "dashed edge"),
    (lambda ax: ax.fill_between([1, 2], [1, 1], hatch="/"), "hatch"),
    (lambda ax: ax.text(1, 1, "", rotation=30), "rotation without rotation_mode"),
])  # fmt: skip
def test_what_is_not_painted_is_refused(ax, draw, what):
    artist = draw(ax)
    with pytest.raises(InputError, match=f"cannot have a {what}"):
        live.figure(ax.figure, lambda r: {}, moving=artist, **TWO)


@pytest.mark.parametrize("draw", [
    lambda ax: ax.plot([], [], "o--", path_effects=HALO)[0],
    lambda ax: ax.fill([1, 2, 2], [1, 1, 2], ec="k")[0],
    lambda ax: ax.fill_between([1, 2], [1, 1], ec="k"),
    lambda ax: ax.text(1, 1, "", rotation=30, rotation_mode="anchor"),
])  # fmt: skip
def test_what_is_painted_is_not_refused(ax, draw):
    artist = draw(ax)
    assert live.figure(ax.figure, lambda r: {}, moving=artist, **TWO).job.moving == (artist,)


def test_a_seam_is_beside_the_line_only(ax):
    around, = ax.plot([], [], "o-", path_effects=HALO)
    beside, = ax.plot([], [], **plots.look("newton", lw=1))
    halo = style_of(beside)["halo"]
    assert style_of(around)["halo"]["markers"] and not halo["markers"]
    assert halo["stroke"] == "rgba(255,255,255,1)"
    assert halo["width"] == pytest.approx((1 + plots.looks.SEAM) * style_of(beside)["width"])


# ---- above and below


def test_insets_are_painted_after_the_axes_they_lie_in(ax):
    inset = ax.inset_axes([0.5, 0.5, 0.4, 0.4], xlim=(0, 1), ylim=(0, 1))
    inner, (outer,), top = inset.scatter([], []), ax.plot([], []), ax.text(1, 1, "", zorder=9)
    word = ax.figure.text(0.5, 0.5, "")
    moving = [word, top, inner, outer]
    figure = live.figure(ax.figure, lambda r: {}, moving=moving, **TWO)
    assert figure.job.moving == (outer, inner, top, word)


def beside(fig, ax):
    """Contours beside the live image."""
    ax.set_position([0.1, 0.1, 0.4, 0.8])
    other = fig.add_axes([0.6, 0.1, 0.3, 0.8])
    other.contourf(np.arange(9.0).reshape(3, 3), zorder=0)
    fig.suptitle("title")
    return ax


def inside(fig, ax):
    """The live image in an inset."""
    ax.plot([0, 5], [0, 5])
    ax.plot([0, 5], [5, 0], zorder=8)
    return ax.inset_axes([0.3, 0.3, 0.4, 0.4])


def over(fig, ax):
    """The live image in axes that lie over others."""
    ax.plot([0, 5], [0, 5])
    return fig.add_axes([0.3, 0.3, 0.4, 0.4])


def within(fig, ax):
    """The live image in a subfigure."""
    return fig.subfigures(1, 2)[1].subplots()


@pytest.mark.parametrize("place", [lambda fig, ax: ax, beside, inside, over, within])
def test_a_live_image_divides_the_still_picture(ax, place):
    """Nothing covers the image but what is drawn over it, and no still thing is drawn twice."""
    fig = ax.figure
    home = place(fig, ax)
    image = home.imshow(np.zeros((2, 2)), vmin=0, vmax=1, aspect="auto", extent=(0, 1, 0, 1))
    home.set(xlim=(0, 1), ylim=(0, 1))
    home.axhspan(0.7, 1, color="r", alpha=0.3)
    figure = live.figure(fig, lambda r: {image: np.zeros((2, 2))}, **TWO)
    with picture.hidden([image]):
        whole = rgba(drawn(fig))
    below, above = rgba(figure.picture.pictures[0]), rgba(figure.picture.above[0])
    together = np.asarray(Image.alpha_composite(*map(Image.fromarray, (below, above))))
    assert np.abs(together.astype(int) - whole).max() <= 60  # few colours, for small files
    assert (np.abs(together.astype(int) - whole).max(-1) > 25).mean() < 0.01
    left, bottom, right, top = (round(2 * side) for side in home.bbox.extents)
    image_area = above[len(above) - top : len(above) - bottom, left:right]
    assert (image_area[..., 3] == 0).mean() > 0.5, "it is covered"


def drawn(fig):
    buffer = io.BytesIO()
    fig.savefig(buffer, dpi=2 * fig.dpi)
    return buffer.getvalue()


def rgba(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


def test_what_is_invisible_is_not_painted(ax):
    """Neither an invisible artist, nor what lies in axes that another option shows."""
    fig, one, two = ax.figure, ax.inset_axes([0, 0, 0.5, 0.5]), ax.inset_axes([0.5, 0.5, 0.5, 0.5])
    for inset in (one, two):
        inset.set(xlim=(0, 5), ylim=(0, 5))
    moving = [a.plot([], [])[0] for a in (one, two, ax, ax)]
    moving[3].set_visible(False)
    choice = live.choice(["a", "b"], show={"a": one, "b": two})
    figure = live.figure(fig, lambda c: dict.fromkeys(moving, (1, 1)), c=choice)
    seen = [dict(zip(figure.job.moving, s, strict=True)) for s in figure.picture.spec["seen"]]
    assert [[s[line] for line in moving] for s in seen] == [
        [True, False, True, False], [False, True, True, False]]  # fmt: skip
