"""The live figure without a browser: positions, tables, errors, and what a notebook stores."""

import io
import itertools
import re
from fractions import Fraction

import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter
from live_zoo import STEPS, simple, zoo, zoo_axes
from matplotlib.lines import Line2D
from PIL import Image
from unpacked import restored, unpacked

from helpers import images, live
from helpers.errors import InputError
from helpers.live import artists, geometry, make, packing, picture, style, widget
from helpers.live.answers import moment

ZOO_GRID = (4, 2, 5, 3)


def table_of(figure):
    return unpacked(figure.picture.meta, figure.picture.table)


def cell_of(figure, at):
    packed = packing.pack(figure.job.cell(at), figure.still.places, hurry=True)
    return unpacked(*packed)


# ---- geometry


def exact_clip(p, q, box):
    """The visible part of a segment, in rational arithmetic, or None."""
    p, q = [Fraction(float(v)) for v in p], [Fraction(float(v)) for v in q]
    t0, t1 = Fraction(0), Fraction(1)
    for a in (0, 1):
        d, low, high = q[a] - p[a], Fraction(float(box[a])), Fraction(float(box[a + 2]))
        if d == 0 and not low <= p[a] <= high:
            return None
        if d:
            ends = sorted([(low - p[a]) / d, (high - p[a]) / d])
            t0, t1 = max(t0, ends[0]), min(t1, ends[1])
    if t0 > t1:
        return None
    return [float(p[a] + t * (q[a] - p[a])) for t in (t0, t1) for a in (0, 1)]


@pytest.mark.parametrize("far", [1.0, 1e3, 1e12, 1e80])
def test_segments_are_clipped_as_exact_arithmetic_does_it(far):
    rng, box = np.random.default_rng(1), (0.0, 0.0, 100.0, 80.0)
    near = rng.uniform(-20, 120, (300, 2))
    other = near + rng.uniform(-100, 100, (300, 2)) * far
    got = geometry.segments(near, other, box) / geometry.UNIT
    for (p, q), row in zip(zip(near, other, strict=True), got, strict=True):
        exact = exact_clip(p, q, box)
        if exact is None:
            assert row[0] == geometry.GAP / geometry.UNIT
        else:
            assert np.allclose(row, exact, atol=0.5 / geometry.UNIT + 1e-6)


def test_a_point_after_a_gap_starts_a_new_line():
    points = np.array([[1, 1], [np.nan, 2], [3, 3], [4, 4.0]])
    got = geometry.polyline(points, (0, 0, 10, 10))
    assert got.tolist() == [[8, 8, 8, 8], [geometry.GAP] * 4, [24, 24, 24, 24], [24, 24, 32, 32]]


def test_a_polygon_is_cut_at_the_box_and_keeps_its_area_there():
    triangle = np.array([[-10, -10], [30, -10], [-10, 30.0]])
    cut = geometry.outline(triangle, (0, 0, 20, 20))
    x, y = cut.T
    area = abs(np.sum(x * np.roll(y, 1) - y * np.roll(x, 1))) / 2
    assert (cut >= 0).all() and (cut <= 20).all()
    assert area == pytest.approx(200)  # the corner below x + y = 20
    small = np.array([[1, 1], [2, 1], [1, 2.0]])
    assert {tuple(p) for p in geometry.outline(small, (0, 0, 5, 5))} == {tuple(p) for p in small}


@pytest.mark.parametrize("wild", [1e300, -1e300, np.inf, -np.inf])
def test_a_diverging_line_leaves_in_its_own_direction(wild):
    fig, ax = plt.subplots()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    points = geometry.to_pixels([[0.5, 0.5], [0.5, wild]], ax.transData, 480)
    plt.close(fig)
    (start, end) = geometry.polyline(points, (0, 0, 640, 480))
    assert end[0] == end[2] == start[0], "straight up or down"
    assert end[3] == (0 if wild > 0 else 480 * geometry.UNIT)


# ---- positions are matplotlib's own


def shown_points(artist):
    """Pixel positions of what matplotlib itself has been given, y downwards from the top."""
    xy = artist.get_offsets() if hasattr(artist, "get_offsets") else artist.get_xydata()
    move = (
        artist.get_transform() if hasattr(artist, "get_xydata") else artist.get_offset_transform()
    )
    pixels = move.transform(np.ma.filled(xy, np.nan))
    return pixels * (1, -1) + (0, artist.get_figure().bbox.height)


def test_lines_and_dots_stand_where_matplotlib_puts_them():
    figure = zoo()
    at = (1, 0, 3, 2)
    slots = cell_of(figure, at)
    answers = figure.job.cell(at).answers
    for artist, slot in zip(figure.job.moving, slots, strict=False):
        kind = artists.kind_of(artist)
        if kind not in (artists.Lines, artists.Scatter):
            continue
        kind.show(artist, moment(answers[artist], STEPS, STEPS))
        expected = shown_points(artist)
        got = (
            slot["segments"][..., 2:] if kind is artists.Lines else slot["points"]
        ) / geometry.UNIT
        left, top, right, bottom = figure.still.places[artist].clip
        inside = ((expected >= (left, top)) & (expected <= (right, bottom))).all(-1)
        assert inside.any()
        assert np.abs(got - expected)[inside].max() <= 0.5 / geometry.UNIT + 1e-9


def test_bars_and_image_stand_where_matplotlib_puts_them():
    figure = zoo()
    at = (1, 0, 3, 2)
    slots = cell_of(figure, at)
    answers = figure.job.cell(at).answers
    height = figure.canvas.height
    for artist, slot in zip(figure.job.moving, slots, strict=False):
        kind = artists.kind_of(artist)
        if kind is artists.Bars:
            kind.show(artist, moment(answers[artist], STEPS, 2))
            for bar, rect in zip(artist, slot["rects"][2] / geometry.UNIT, strict=True):
                box = bar.get_window_extent()
                assert np.allclose(
                    rect, [box.x0, height - box.y0, box.x1, height - box.y1], atol=0.1
                )
        if kind is artists.Images:
            look, box = figure.still.places[artist].style, artist.get_window_extent()
            assert np.allclose(look["rect"], [box.x0, height - box.y1, box.width, box.height])


@pytest.mark.parametrize("origin", ["upper", "lower"])
def test_an_image_has_the_colours_matplotlib_gives_it_and_the_right_way_up(origin):
    fig, ax = plt.subplots(figsize=(4, 3))
    values = np.arange(12.0).reshape(3, 4)
    image = ax.imshow(values, vmin=0, vmax=11, cmap="viridis", origin=origin)
    fig.canvas.draw()
    place = artists.frozen(image, geometry.Canvas(400, 300, 100 / 72))
    levels = artists.Images.encode(place, {"values": values})["pixels"]
    left, top, width, height = place.style["rect"]
    drawn = np.asarray(fig.canvas.buffer_rgba())
    for row, column in itertools.product(range(3), range(4)):
        x, y = left + width * (column + 0.5) / 4, top + height * (row + 0.5) / 3
        ours = [int(c) for c in place.style["palette"][levels[row, column]][5:].split(",")[:3]]
        assert np.abs(drawn[int(y), int(x), :3].astype(int) - ours).max() <= 3
    plt.close(fig)


# ---- the table


def test_the_table_says_what_kernel_mode_says():
    figure = zoo(mode="table")
    assert figure.mode == "table" and zoo(mode="kernel").mode == "kernel"
    table = table_of(figure)
    assert tuple(figure.picture.meta["grid"]) == ZOO_GRID
    for at in itertools.product(*((0, n // 2, n - 1) for n in ZOO_GRID)):
        single = cell_of(figure, at)
        for together, alone in zip(table[:-1], single[:-1], strict=True):
            for name in together.keys() - {"outline"}:
                assert np.array_equal(together[name][at], alone[name]), name
            if "outline" in together:  # a cut polygon has as many corners as it needs
                a, b = together["outline"][at], alone["outline"]
                assert np.array_equal(a[:, : b.shape[1]], b)
                assert (a[:, b.shape[1] :] == geometry.GAP).all()
        assert table[-1]["said"][at] == single[-1]["said"]


def test_batched_says_what_one_by_one_says():
    one, many = zoo(mode="table"), zoo(mode="table", batched=True)
    for a, b in zip(table_of(one), table_of(many), strict=True):
        assert a.keys() == b.keys()
        for name in a:
            assert np.array_equal(a[name], b[name]), name


def test_a_smooth_table_is_small():
    def update(line, r, s):
        t = np.linspace(0, 5, 51)
        return {line: live.trail(t, 2.5 + r * np.cos(t + s))}

    figure = simple(update, values=np.linspace(0.1, 2, 60), s=live.slider(np.linspace(0, 3, 60)),
                    step=live.steps(50))
    raw = 60 * 60 * 51 * 4 * 2
    assert figure.mode == "table" and len(figure.picture.table) < raw / 10


def test_nothing_is_lost_in_packing():
    rng = np.random.default_rng(0)
    for dtype in (np.int16, np.uint8):
        info = np.iinfo(dtype)
        array = rng.integers(info.min, info.max, (3, 4, 5, 4), dtype, endpoint=True)
        for name in ("segments", "pixels", "rects"):
            axes, data = packing.planed(array, name, hurry=False)
            piece = {"axes": axes, "name": name, "item": packing.item_of(array, name)}
            back = restored(data, piece, np.dtype(dtype), array.shape, {"packed": True})
            assert np.array_equal(back, array)


def test_points_of_unequal_number_leave_gaps():
    figure = simple(lambda line, r: {line: (np.arange(r), np.arange(r))}, mode="table")
    segments = table_of(figure)[0]["segments"]
    assert segments.shape == (4, 4, 4)
    assert [(row[:, 0] != geometry.GAP).sum() for row in segments] == [1, 2, 3, 4]


def test_a_large_grid_is_left_to_the_kernel():
    def noise(line, r):
        rng = np.random.default_rng(r)
        return {line: (rng.uniform(0, 5, 4000), rng.uniform(0, 5, 4000))}

    values = np.arange(1, 41)
    assert simple(noise, values=values).mode == "kernel"
    with pytest.raises(InputError, match="over the budget of 250 kB.*coarser grid"):
        simple(noise, values=values, mode="table")


# ---- pictures


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def test_the_background_has_no_ghosts():
    figure = zoo()
    fig, *_ = zoo_axes()
    picture.settle(fig)
    bare = pixels(images.png(fig))
    plt.close(fig)
    below, above = (Image.open(io.BytesIO(png)).convert("RGBA")
                    for (png,) in (figure.picture.pictures, figure.picture.above))
    background = np.asarray(Image.alpha_composite(below, above).convert("RGB")).astype(int)
    assert background.shape == bare.shape
    assert np.abs(background - bare).max() <= 40  # the two are quantised to different colours


def test_the_stored_picture_shows_the_start():
    figure = simple(lambda line, r: {line: ([1, 4], [1, 4])})
    shown, (line,) = pixels(figure.png), figure.job.moving
    colour = [int(c) for c in style.css(line.get_color())[5:].split(",")[:3]]
    for x, y in line.get_transform().transform([[1, 1], [4, 4]]):
        row, column = int(2 * (figure.canvas.height - y)), int(2 * x)
        assert np.abs(shown[row, column] - colour).max() < 30
    background = pixels(figure.picture.pictures[0])
    assert (np.abs(background - colour).max(-1) > 60).all(), "and the background does not"


def test_the_stored_picture_says_below_itself_that_its_cell_has_not_been_run():
    figure = simple()
    stored, live_one = pixels(figure.png), pixels(figure.picture.pictures[0])
    assert stored.shape[1] == live_one.shape[1] == 800 and live_one.shape[0] == 600
    words = np.abs(stored[600:] - 255).max(-1) > 60
    assert 40 < words.shape[0] <= 70 and 0.01 < words.mean() < 0.2, "a line of words"
    rows, columns = np.nonzero(words)
    assert np.ptp(columns) < 600 and 0 < rows.min() and rows.max() < words.shape[0] - 1
    assert abs(columns.mean() - 400) < 20


def test_a_choice_brings_its_own_background():
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.set(xlim=(0, 1), ylim=(0, 1))
    red, blue = ax.axvspan(0, 1, color="red"), ax.axvspan(0, 1, color="blue")
    (line,) = ax.plot([], [])
    figure = live.figure(
        fig, lambda c: {line: ([0, 1], [0, 1])},
        c=live.choice(["warm", "cold"], show={"warm": [red], "cold": [blue]}))
    warm, cold = (pixels(png)[300, 400] for png in figure.picture.pictures)
    assert warm[0] > 200 > 50 > warm[2] and cold[2] > 200 > 50 > cold[0]
    assert np.abs(pixels(figure.png)[200, 300] - warm).max() < 10


def test_above_a_live_image_stands_what_is_drawn_over_it():
    figure = zoo()
    (above,) = figure.picture.above
    alpha = np.asarray(Image.open(io.BytesIO(above)).convert("RGBA"))[..., 3]
    assert 0.001 < (alpha > 0).mean() < 0.5, "axes and ticks, on a transparent ground"
    assert simple().picture.above == []


# ---- what the notebook stores and shows


def test_the_output_has_a_picture_and_a_constant_sentence():
    one, two = simple()._repr_mimebundle_(), simple()._repr_mimebundle_()
    assert set(one[0]) == {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"}
    assert (
        one[0]["text/plain"]
        == two[0]["text/plain"]
        == ("Live figure (run this cell to move it). r = 3")
    )
    assert one[0]["image/png"] == two[0]["image/png"]


def test_ipython_stores_the_picture_and_the_sentence():
    data, meta = DisplayFormatter().format(simple())
    assert data["text/plain"] == "Live figure (run this cell to move it). r = 3"
    assert meta["image/png"] == {"alt": "r = 3", "width": 400}


def test_the_still_figure_is_closed_even_after_an_error():
    before = plt.get_fignums()
    simple()
    with pytest.raises(InputError):
        simple(r=3)
    assert plt.get_fignums() == before


def test_rerunning_a_cell_closes_its_old_figures(monkeypatch):
    monkeypatch.setattr(make, "shown", {})
    runs = iter([("a", 1), ("a", 1), ("b", 2), ("a", 3)])
    monkeypatch.setattr(make, "running_cell", lambda: next(runs))
    first, second, other, again = (simple() for _ in range(4))
    closed = [figure.box.comm is None for figure in (first, second, other, again)]
    assert closed == [True, True, False, False]


# ---- controls


def test_values_on_the_grid_are_what_was_written():
    rates = live.slider(np.arange(0.01, 1.11, 0.01), presets=[0.05, 0.2, 0.9, 1.02], value=0.9)
    assert [rates.value(at) for at, _ in rates.presets] == [0.05, 0.2, 0.9, 1.02]
    assert rates.value(rates.default) == 0.9
    assert len(set(map(len, rates.texts))) == 1, "the readout does not jump about"


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: live.slider([1, 2, 3], presets=[2.5]), "preset 2.5 does not lie on the grid"),
        (lambda: live.slider([1, 2, 3], value=9), "value 9 does not lie on the grid.*nearest.* 3"),
        (lambda: live.slider([1, 2, 3], value="a"), "'a' is not a number"),
        (lambda: live.slider([3, 2]), "at least two increasing, finite numbers"),
        (lambda: live.slider([1, np.nan]), "at least two increasing, finite numbers"),
        (lambda: live.slider("fast"), "at least two increasing, finite numbers"),
        (lambda: live.slider(0.5), "at least two increasing, finite numbers"),
        (lambda: live.choice([]), "no options"),
        (lambda: live.choice(["a"], value="b"), "no option 'b'; its options are a"),
        (lambda: live.steps(0), "whole number of steps"),
        (lambda: live.steps(2.5), "whole number of steps"),
        (lambda: live.steps(5, value=9), "choose one of 0 … 5"),
        (lambda: live.steps(5, value=np.array([1, 2])), "choose one of 0 … 5"),
        (lambda: live.steps(5, value=True), "choose one of 0 … 5"),
        (lambda: live.steps(True), "whole number of steps"),
        (lambda: live.slider([1j, 2]), "at least two increasing, finite numbers"),
        (lambda: live.slider([False, True]), "at least two increasing, finite numbers"),
        (lambda: live.choice(["a"], show=["a"]), "show is ..a..; it needs a dict"),
        (lambda: simple(r=live.steps(3), s=live.steps(4)), "two live.steps"),
        (lambda: simple(s=0.5), "s = 0.5, which is no control"),
        (lambda: simple(mode="fast"), '"auto", "table" or "kernel"'),
    ],
)
def test_a_control_that_cannot_be_is_a_sentence(make, sentence):
    with pytest.raises(InputError, match=sentence) as caught:
        make()
    assert "\n" not in str(caught.value)


def test_a_point_lies_on_its_grid():
    fig, ax = plt.subplots()
    ax.set(xlim=(-3, 3), ylim=(-2, 2))
    start = live.point(ax, value=(1.5, -2))
    assert start.value(start.default).tolist() == [1.5, -2.0]
    with pytest.raises(InputError, match="does not lie on the grid"):
        live.point(ax, value=(1.501, 0))
    plt.close(fig)


# ---- an author's and a student's mistakes


def fails_at(bad, mistake):
    def update(line, r):
        return mistake(line) if r == bad else {line: ([0, r], [0, r])}

    return update


def boom(line):
    raise ZeroDivisionError("division by zero")


def intruder(line):
    return {Line2D([], []): ([0], [0])}


MISTAKES = [
    (boom, r"stopped in the line “raise ZeroDivisionError.*” with ZeroDivisionError: division"),
    (intruder, "not one of the live artists"),
    (lambda line: [1, 2], "must return a dict"),
    (lambda line: None, "must return a dict"),
    (lambda line: {line: ([1, 2, 3], [1, 2])}, "3 values of x and 2 of y"),
    (lambda line: {line: ("a", "b")}, "x of a Line2D is 'a'; it needs a number"),
    (lambda line: {line: ([[1, 2]], [[1, 2]])}, r"x of shape \(1, 2\); it needs 1 axis"),
    (lambda line: {line: (1, 2, 3, 4)}, r"takes \(x, y\)"),
    (lambda line: {line: live.still([1], [1], colour=3)}, r"takes \(x, y\)"),
    (lambda line: {line: live.trail([1, 2])}, "needs steps"),
]


@pytest.mark.parametrize(("mistake", "sentence"), MISTAKES)
@pytest.mark.parametrize("mode", ["table", "kernel"])
def test_a_failing_setting_says_so_and_the_others_live(mistake, sentence, mode):
    figure = simple(fails_at(4, mistake), mode=mode)
    assert figure.mode == mode
    if mode == "table":
        said = table_of(figure)[-1]["error"]
        assert [text is None for text in said] == [True, True, True, False]
        drawn = table_of(figure)[0]["segments"][..., 0] != geometry.GAP
        assert drawn.all(-1).tolist() == [True, True, True, False]
        text = said[3]
    else:
        text = cell_of(figure, (3,))[-1]["error"].item()
        assert cell_of(figure, (2,))[-1]["error"].item() is None
    assert re.search(sentence, text) and "\n" not in text and "Traceback" not in text


def test_a_trail_of_the_wrong_length_is_named():
    figure = simple(
        lambda line, r: {line: live.trail(np.arange(5 if r == 4 else 7.0))},
        mode="table", step=live.steps(6))
    said = table_of(figure)[-1]["error"]
    assert "length 5; with live.steps(6) it needs 7" in said[3]


@pytest.mark.parametrize("mode", ["table", "kernel"])
def test_a_students_function_may_fail_at_the_start(mode):
    figure = simple(fails_at(3, boom), mode=mode, moving=True)
    assert "rate" not in figure.said and figure.mode == mode
    with pytest.raises(InputError, match="must learn which artists move"):
        simple(lambda line, r: boom(line), mode=mode)


def test_a_kernel_mode_request_is_always_answered():
    assert "error" in widget.reply(None, {})[0]
    assert "error" in widget.reply(lambda cell: 1 / 0, {"cell": [0]})[0]
    figure = simple(mode="kernel")
    answer = lambda at: packing.pack(figure.job.cell(at), figure.still.places, True)  # noqa: E731
    message, (data,) = widget.reply(answer, {"cell": [1]})
    assert unpacked(message["meta"], data)


def test_an_artist_that_cannot_move_is_named():
    fig, ax = plt.subplots()
    arrow = ax.annotate("here", (0, 0))
    with pytest.raises(InputError, match="Annotation cannot move.*What can: lines"):
        live.figure(fig, lambda r: {arrow: "x"}, r=live.slider([1, 2]))
    fig, ax = plt.subplots()
    other = plt.subplots()[1].plot([], [])[0]
    with pytest.raises(InputError, match="another figure"):
        live.figure(fig, lambda r: {other: ([1], [1])}, r=live.slider([1, 2]))
    plt.close("all")


@pytest.mark.parametrize("style", [{"markevery": 2}, {"drawstyle": "steps"}])
def test_a_style_that_cannot_be_painted_is_refused(style):
    fig, ax = plt.subplots()
    ax.set(xlim=(0, 5), ylim=(0, 5))
    (line,) = ax.plot([], [], **style)
    with pytest.raises(InputError, match=f"cannot have a {next(iter(style))}"):
        live.figure(fig, lambda r: {line: ([1], [1])}, r=live.slider([1, 2]))


def test_a_describe_that_fails_says_so():
    figure = simple(describe=lambda r: 1 / (r - 3))
    assert "ZeroDivisionError" in figure.said
