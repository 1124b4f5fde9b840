"""Static pictures: on the axes given, quiet, finite, and told apart by everyone."""

import base64
import warnings
from io import BytesIO
from itertools import combinations, pairwise
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter
from matplotlib.artist import Artist
from matplotlib.colors import to_rgb
from PIL import Image

from helpers import plots
from helpers.errors import InputError


class Bowl:
    """x₁² + … + xₙ², with a hole where it is not defined and a wall where it is infinite."""

    minima = ((0.0, 0.0),)

    def __init__(self, n):
        self.window = ((-2.0, 2.0),) * n

    def __call__(self, x):
        first = x[..., 0]
        value = (x**2).sum(-1)
        return np.where(first > 1.9, np.inf, np.where(first < -1.9, np.nan, value))


def run(n, steps=5, runs=()):
    """A trace as `traces.record` makes it: x (steps + 1, *runs, n), each coordinate 2 (−0.8)ᵏ."""
    x = np.stack([np.full((*runs, n), 2 * (-0.8) ** k) for k in range(steps + 1)])
    return SimpleNamespace(x=x, loss=(x**2).sum(-1))


@pytest.fixture
def ax():
    """Axes in the collection's style; at the end: drawn without a warning, and no other figure."""
    with plt.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("error")
        plots.use_style()
        fig, ax = plt.subplots()
        yield ax
        fig.canvas.draw()
        others = set(plt.get_fignums()) - {fig.number}
        plt.close("all")
        assert not others


@pytest.mark.parametrize("draw", [
    lambda ax: [plots.curve(ax, Bowl(1))],
    lambda ax: plots.contours(ax, Bowl(2)),
    lambda ax: plots.contours(ax, Bowl(2), ((0, 1), (0, 2)), levels=[0.5, 1, 2], aspect="auto"),
    lambda ax: plots.path(ax, run(1)),
    lambda ax: plots.path(ax, run(2, runs=(3, 2)), **plots.look("momentum")),
    lambda ax: plots.path(ax, run(2).x),
    lambda ax: plots.losses(ax, newton=run(1), **{"r = 0.1": run(2)}),
    lambda ax: plots.losses(ax, newton=run(1, runs=(3,)), **{"r = 0.1": run(2, runs=(2, 2))}),
    lambda ax: plots.contours(ax, Bowl(2), levels=1),
    lambda ax: plots.contours(ax, Bowl(2), levels=255),
    lambda ax: [plots.mark(ax, [(0, 0), (1, 1)], "saddle")],
])
def test_draws_on_the_given_axes_and_returns_the_artists(ax, draw):
    artists = draw(ax)
    assert artists
    assert all(isinstance(artist, Artist) and artist.axes is ax for artist in artists)


def test_many_runs_give_a_line_each(ax):
    assert len(plots.path(ax, run(2, runs=(3, 2)))) == 6


def test_a_path_of_many_coordinates_is_drawn_as_the_advice_says(ax):
    trace = run(3)
    line, = plots.path(ax, trace.x[..., :2])
    np.testing.assert_array_equal(line.get_xydata(), trace.x[:, :2])


def test_the_losses_of_many_runs_are_one_family_with_one_name(ax):
    lines = plots.losses(ax, newton=run(1, runs=(3,)), **{"r": run(1, runs=(2, 2))})
    assert [line.get_label() for line in lines] == ["Newton", *["_"] * 2, "r", *["_"] * 3]
    looks = [(line.get_color(), line.get_linestyle(), line.get_marker()) for line in lines]
    assert len(set(looks[:3])) == len(set(looks[3:])) == 1 and looks[0] != looks[3]
    assert [text.get_text() for text in ax.texts] == ["Newton", "r"]


def test_nothing_to_mark_is_no_mark(ax):
    assert len(plots.mark(ax, [], "minimum").get_xdata()) == 0
    assert len(plots.mark(ax, np.empty((0, 2)), "saddle").get_xdata()) == 0


def test_a_path_in_one_dimension_lies_on_the_graph(ax):
    line, = plots.path(ax, run(1))
    x, y = line.get_data()
    np.testing.assert_allclose(y, x**2)


def test_diverging_runs_leave_gaps(ax):
    trace = run(2)
    trace.x[3:], trace.loss[3:] = [[np.inf], [np.nan], [1e200]], [np.inf, np.nan, 1e300]
    plots.contours(ax, Bowl(2))
    line, = plots.path(ax, trace)
    curve, = plots.losses(ax.figure.add_subplot(122), sgd=trace)
    for drawn in (line, curve):
        assert np.isfinite(drawn.get_ydata()).tolist() == [True] * 3 + [False] * 3


def test_a_loss_of_zero_is_a_gap_on_the_log_axis(ax):
    lines = plots.losses(ax, adam=[1.0, 0.1, 0.0], sgd=[0.0, 0.0, 0.0])
    assert [np.isfinite(line.get_ydata()).sum() for line in lines] == [2, 0]


def test_names_at_the_ends_of_lines_do_not_overlap(ax):
    plots.losses(ax, **{f"run {i}": [1.0, 0.1 * 1.01**i] for i in range(4)})
    ax.figure.canvas.draw()
    boxes = sorted((text.get_window_extent() for text in ax.texts), key=lambda box: box.y0)
    assert len(boxes) == 4
    assert all(below.y1 <= above.y0 + 1 for below, above in pairwise(boxes))


def test_a_name_stands_at_the_last_point_in_sight(ax):
    ax.set(xlim=(0, 3), ylim=(1e-4, 10))
    plots.losses(ax, newton=10.0 ** -np.arange(0.0, 40, 1.5))
    assert ax.texts[0].xy == (2, 1e-3)


def test_a_name_that_loses_its_point_is_not_drawn(ax):
    plots.losses(ax, newton=[1.0, 1e-30])
    ax.set_ylim(1e-4, 10)
    ax.figure.draw_without_rendering()
    assert ax.get_window_extent().height > 0.5 * ax.figure.bbox.height


def test_level_lines_crowd_towards_a_minimum(ax):
    _, lines = plots.contours(ax, Bowl(2), ((-1, 1), (-1, 1)))
    assert np.all(np.diff(lines.levels, 2) > 0)


def test_level_lines_are_even_where_there_is_no_minimum(ax):
    _, lines = plots.contours(ax, lambda x: x[..., 0], ((-1, 1), (-1, 1)))
    np.testing.assert_allclose(np.diff(lines.levels), 2 / 12)


def test_shades_of_the_surface_are_evenly_spaced_to_the_eye():
    lightness = np.array([lab(plots.QUIET(shade)[:3])[0] for shade in np.linspace(0, 1, 9)])
    steps = -np.diff(lightness)
    assert np.all(np.abs(steps / steps.mean() - 1) < 0.05)


@pytest.mark.parametrize(("mistake", "hint"), [
    (lambda ax: plots.look("newtn"), "Known are: gradient_descent"),
    (lambda ax: plots.curve(ax, Bowl(2)), "1 pair of finite"),
    (lambda ax: plots.contours(ax, np.sum), "such as window = "),
    (lambda ax: plots.contours(ax, Bowl(1)), "2 pairs of finite"),
    (lambda ax: plots.contours(ax, lambda x: 0 * x[..., 0], ((0, 1), (0, 1))), "constant"),
    (lambda ax: plots.contours(ax, Bowl(2), ("left", "right")), "window"),
    (lambda ax: plots.contours(ax, Bowl(2), ((0, 1), (np.nan, 1))), "window"),
    (lambda ax: plots.curve(ax, Bowl(1), (2, -2)), "from < to"),
    (lambda ax: plots.contours(ax, Bowl(2), levels=0), "whole number from 1 to 255"),
    (lambda ax: plots.contours(ax, Bowl(2), levels=500), "whole number from 1 to 255"),
    (lambda ax: plots.contours(ax, Bowl(2), levels=2.5), "whole number from 1 to 255"),
    (lambda ax: plots.contours(ax, Bowl(2), levels=[2, 1]), "increasing"),
    (lambda ax: plots.contours(ax, Bowl(2), levels=[1]), "two or more"),
    (lambda ax: plots.contours(ax, Bowl(2), levels="many"), "levels"),
    (lambda ax: plots.path(ax, run(3)), r"trace.x\[..., :2\]"),
    (lambda ax: plots.path(ax, run(1).x), "one dimension"),
    (lambda ax: plots.path(ax, 3.0), "positions"),
    (lambda ax: plots.losses(ax, newton=None), "losses"),
    (lambda ax: plots.mark(ax, [1, 2, 3], "start"), r"\(…, 2\)"),
    (lambda ax: plots.mark(ax, "here", "start"), "points"),
])
def test_a_mistake_is_answered_with_what_to_try(ax, mistake, hint):
    with pytest.raises(InputError, match=hint):
        mistake(ax)


# Looks: Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
VISION = {
    "common": np.eye(3),
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]],
}  # fmt: skip
XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
       [0.0193339, 0.1191920, 0.9503041]]  # fmt: skip


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(colour, vision="common"):
    """CIE L*a*b* of a colour as it is seen."""
    seen = np.clip(np.array(VISION[vision]) @ linear(colour), 0, 1)
    parts = np.array(XYZ) @ seen / [0.95047, 1, 1.08883]
    dark = parts * (29 / 6) ** 2 / 3 + 4 / 29
    x, y, z = np.where(parts > (6 / 29) ** 3, np.cbrt(parts), dark)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one, other):
    """The ratio of WCAG 2: (lighter + 0.05) : (darker + 0.05)."""
    darker, lighter = sorted(linear(colour) @ XYZ[1] + 0.05 for colour in (one, other))
    return lighter / darker


@pytest.mark.parametrize("colour", [*plots.FAMILIES.values(), plots.LANDSCAPE])
def test_lines_stand_out_from_every_ground(colour):
    grounds = plots.QUIET(np.linspace(0, 1, 33))[:, :3]
    assert min(contrast(colour, ground) for ground in ["white", *grounds]) >= 3


@pytest.mark.parametrize("levels", [1, 4, 12, 40, [0, 0.1, 3, 4]])
def test_level_lines_stand_out_from_the_ground_on_either_side(ax, levels):
    fill, lines = plots.contours(ax, Bowl(2), levels=levels)
    grounds, inks = fill.get_facecolor()[:, :3], lines.get_edgecolor()[:, :3]
    assert len(inks) == len(grounds) + 1
    sides = [*zip(inks[1:], grounds, strict=True), *zip(inks[:-1], grounds, strict=True)]
    assert min(contrast(ink, ground) for ink, ground in sides) >= 3


def test_without_ground_black_lines_lie_over_an_image(ax):
    image = ax.imshow(np.eye(2))
    fill, lines = plots.contours(ax, Bowl(2), levels=4, ground=False)
    assert fill is None
    assert lines.get_zorder() > image.get_zorder()
    assert (lines.get_edgecolor() == [0, 0, 0, 1]).all()


def test_a_run_is_seamed_from_what_it_crosses_and_its_markers_are_whole(ax):
    """On black, white beside the line (under its dashes as well), none around a marker."""
    ax.set_axis_off()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.figure.set(facecolor="black")
    ax.plot([0, 1], [0.5, 0.5], **plots.look("nesterov", marker="none"))
    ax.plot([0.5], [0.2], **plots.look("nesterov"))
    ax.figure.canvas.draw()
    pixels = np.asarray(ax.figure.canvas.buffer_rgba())[..., :3].min(-1)
    middle, place = (ax.transData.transform(at) for at in [(0.5, 0.5), (0.5, 0.2)])
    across = pixels[len(pixels) - round(middle[1]) - 8 :][:16, 300:600].astype(int)
    assert (across.max(0) > 240).all()  # no column without white
    around = pixels[len(pixels) - round(place[1]) - 20 :][:40, round(place[0]) - 20 :][:, :40]
    assert 0 < (around > 120).mean() < 0.05  # its own thin edge only


def test_every_run_has_a_seam_wider_than_itself():
    for name in plots.LOOKS:
        look = plots.look(name, lw=5)
        seams = [effect._gc for effect in look.get("path_effects", ())]
        is_run = look["linestyle"] != "none"
        assert [seam["foreground"] for seam in seams] == ["white"] * is_run
        assert all(seam["linewidth"] > 6 for seam in seams)
        assert plots.look(name, path_effects=None)["path_effects"] is None


@pytest.mark.parametrize("vision", VISION)
def test_families_are_told_apart_by_colour(vision):
    seen = [lab(colour, vision) for colour in plots.FAMILIES.values()]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 25


def test_methods_are_told_apart_without_colour():
    methods = [look for look in plots.LOOKS.values() if look["linestyle"] != "none"]
    points = [look for look in plots.LOOKS.values() if look["linestyle"] == "none"]
    for same in (methods, points):
        assert len({look["marker"] for look in same}) == len(same)
    for family in plots.FAMILIES.values():
        styles = [look["linestyle"] for look in methods if look["color"] == family]
        assert len(set(styles)) == len(styles)


def test_every_look_can_be_drawn(ax):
    for name in plots.LOOKS:
        ax.plot([0, 1], [0, 1], **plots.look(name))
    assert plots.look("adam", marker="none")["marker"] == "none"
    assert plots.look("adam")["marker"] != "none"


def test_type_is_readable_from_the_back_row(ax):
    plots.contours(ax, Bowl(2))
    ax.set_title("Finding")
    ax.figure.canvas.draw()
    texts = [text for text in ax.figure.findobj(plt.Text) if text.get_text()]
    assert len(texts) > 5
    assert min(text.get_fontsize() for text in texts) >= 12


def test_show_gives_a_small_crisp_image_and_a_sentence():
    with plt.rc_context():
        plots.use_style()
        fig, ax = plt.subplots()
        plots.contours(ax, Bowl(2))
        line, = plots.path(ax, run(2))
        size = (fig.get_size_inches() * fig.dpi).round()
        data, meta = DisplayFormatter().format(plots.show(fig, "A ball rolls down."))
    image = Image.open(BytesIO(base64.b64decode(data["image/png"])))
    assert plt.get_fignums() == []
    assert set(data) == {"image/png", "text/plain"}
    assert data["text/plain"] == meta["image/png"]["alt"] == "A ball rolls down."
    assert image.mode == "P"
    assert len(image.getcolors()) <= 128
    np.testing.assert_array_equal(image.size, 2 * size)
    colours = {colour[1] for colour in image.convert("RGB").getcolors(1000)}
    assert (255, 255, 255) in colours
    strong = tuple(round(255 * part) for part in to_rgb(line.get_color()))
    assert min(np.abs(np.subtract(colour, strong)).max() for colour in colours) <= 8


def test_the_same_figure_gives_the_same_bytes():
    def once():
        fig, ax = plt.subplots()
        plots.curve(ax, Bowl(1))
        return plots.show(fig, "A bowl.").png

    assert once() == once()
