"""Hostile input to the live figure: each gets one clear sentence, or is shown as it is meant."""

import gc
import math
import re
import sys
import weakref

import matplotlib.pyplot as plt
import numpy as np
import pytest
from live_zoo import simple, zoo
from matplotlib.collections import LineCollection
from unpacked import unpacked

from helpers import live
from helpers.errors import InputError
from helpers.live import geometry, make, picture, widget


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def axes(**limits):
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.set(**{"xlim": (0, 5), "ylim": (0, 5), **limits})
    return fig, ax


def table_of(figure):
    return unpacked(figure.picture.meta, figure.picture.table)


def errors_of(figure):
    return table_of(figure)[-1]["error"].tolist()


def one_sentence(error):
    text = str(error.value)
    assert "\n" not in text and len(text) < 400
    return text


def bars_of(ax):
    return ax.bar([0, 1, 2], [1, 1, 1])


def image_of(ax):
    return ax.imshow(np.zeros((2, 2)), vmin=0, vmax=1)


def segments_of(ax):
    return ax.add_collection(LineCollection([]))


def dots_of(ax):
    return ax.scatter([], [], c=[], vmin=0, vmax=1)


def line_of(ax):
    return ax.plot([], [])[0]


def text_of(ax):
    return ax.text(1, 1, "")


def moving(make_artist, data, mode="table", **named):
    """A live figure of one artist whose data at r are ``data(r)``, for r in 1, 2, 3, 4."""
    fig, ax = axes()
    artist = make_artist(ax)
    r = live.slider([1, 2, 3, 4], value=1)
    return live.figure(fig, lambda r: {artist: data(r)}, mode=mode, r=r, **named)


# ---- what update hands over


def test_what_is_masked_is_a_gap():
    y = np.ma.masked_array([1.0, 2.0, 3.0], [False, True, False])
    slot = table_of(moving(lambda ax: ax.plot([], [], "o")[0], lambda r: (np.arange(3), y)))[0]
    assert (slot["segments"][0, :, 2] == geometry.GAP).tolist() == [False, True, False]


def test_update_may_go_on_to_change_its_arrays():
    x = np.zeros(2)

    def same_array(line, r):
        x[:] = r
        return {line: (x, x)}

    ends = table_of(simple(same_array, mode="table"))[0]["segments"][:, 1, 2]
    assert len(set(ends.tolist())) == 4


@pytest.mark.parametrize("wrong", [
    np.array([1 + 2j, 3]), np.array(["2026-11-21"], "M8[ns]"), [10**400], (i for i in range(3)),
    np.array([["a", "b"], ["c", "d"]]), object(),
], ids=["complex", "dates", "huge", "generator", "words", "object"])  # fmt: skip
def test_what_is_no_number_is_refused(wrong):
    with pytest.raises(InputError, match="^y of a Line2D is .*; it needs a number or") as error:
        moving(line_of, lambda r: ([1, 2], wrong))
    one_sentence(error)


@pytest.mark.parametrize(("make_artist", "good", "bad", "sentence"), [
    (bars_of, [1, 2, 3], [1, 2], "3 bars takes 3 lengths; it was given 2"),
    (segments_of, np.ones((3, 2, 2)), np.ones((3, 2, 3)), r"shape \(n, 2, 2\)"),
    (dots_of, live.still([1], [1], color=[1]), live.still([1, 2], [1, 2], color=[1, 2, 3]),
     "2 values of x and 2 of y and 3 of color"),
    (text_of, "fine", r"$\alpha$", "write α"),
])  # fmt: skip
def test_only_the_setting_with_the_wrong_data_complains(make_artist, good, bad, sentence):
    figure = moving(make_artist, lambda r: bad if r == 3 else good)
    said = errors_of(figure)
    assert [text is None for text in said] == [True, True, False, True]
    assert re.search(sentence, said[2])


@pytest.mark.parametrize(("make_artist", "one", "other"), [
    (line_of, live.trail(np.arange(4)), np.arange(4)),
    (line_of, live.frames(np.ones((4, 2))), np.arange(4)),
    (dots_of, ([1], [1]), live.still([1], [1], color=[0.5])),
    (image_of, np.ones((2, 2)), np.ones((3, 3))),
])  # fmt: skip
def test_data_of_two_forms_do_not_go_into_one_table(make_artist, one, other):
    def data(r):
        return one if r < 3 else other

    with pytest.raises(InputError, match="one form at some settings and of another"):
        moving(make_artist, data, step=live.steps(3))
    assert moving(make_artist, data, mode="kernel", step=live.steps(3)).mode == "kernel"


def test_an_image_without_pixels_is_refused():
    with pytest.raises(InputError, match="needs at least one number"):
        moving(image_of, lambda r: np.ones((0, 3)))


@pytest.mark.parametrize("empty", [[], np.empty((0, 2, 2))])
def test_no_segments_are_fine(empty):
    slot = table_of(moving(segments_of, lambda r: empty))[0]
    assert slot["segments"].shape == (4, 0, 4)


def test_one_number_serves_all_points():
    slot = table_of(moving(dots_of, lambda r: live.still([1, 2, 3], r, color=1, size=4)))[0]
    assert [slot[name].shape for name in ("points", "color", "size")] == [(4, 3, 2), (4, 3), (4, 3)]


def test_sizes_that_are_no_sizes_are_nothing():
    sizes = [np.nan, -3, 0, 5]
    slot = table_of(moving(dots_of, lambda r: live.still([1, 2, 3, 4], 1, size=sizes)))[0]
    assert slot["size"][0, :3].tolist() == [0, 0, 0] and slot["size"][0, 3] > 0


@pytest.mark.parametrize("mode", ["table", "kernel"])
def test_an_update_that_exits_ends_nothing(mode):
    figure = simple(lambda line, r: sys.exit(1) if r == 4 else {line: (r, r)}, mode=mode)
    assert "stopped" in figure.job.cell((3,)).errors.item()


def test_a_sentence_names_the_option_not_its_inside():
    fig, ax = axes()
    line = line_of(ax)

    def update(f):
        raise ValueError("first line\nsecond line" + 1000 * "!")

    figure = live.figure(fig, update, moving=line, f=live.choice({"sine": np.sin}))
    (said,) = errors_of(figure)
    assert said.startswith("update(f = sine) stopped") and "\n" not in said and len(said) < 500


def test_a_describe_that_returns_nothing_says_nothing():
    assert simple(describe=lambda r: None).said == ""
    assert simple(describe=lambda r: 7).said == "7"


def test_a_batched_update_meets_arrays_only():
    fig, ax = axes()
    line = line_of(ax)
    seen = []

    def update(r):
        seen.append(r.shape)
        return {line: np.ones((5, 1)) * r[None, :]}

    figure = live.figure(fig, update, batched=True, r=live.slider([1.0, 2.0, 3.0]))
    assert seen == [(1,), (1,), (3,), (1,)]
    assert figure.said == "r = 2"
    assert figure.job.cell((0,)).answers[line].parts["y"].tolist() == [1] * 5


def test_a_batch_with_the_grid_in_front_is_named():
    fig, ax = axes()
    line = line_of(ax)
    figure = live.figure(fig, lambda r: {line: np.ones((len(r), 31))}, batched=True, moving=line,
                         r=live.slider([1, 2, 3, 4]))  # fmt: skip
    assert "shape (4, 31); it needs 1 axis with the grid (4,) behind" in errors_of(figure)[0]


def test_a_grid_of_more_cells_than_fit_is_not_begun():
    settings = {f"s{i}": live.slider(np.arange(2**16)) for i in range(4)}  # 2⁶⁴ cells: 0 in int64
    assert simple(lambda line, r, **_: {line: (r, r)}, **settings).mode == "kernel"


def test_a_table_that_would_fill_the_memory_is_not_begun():
    calls = []

    def update(line, r):
        calls.append(r)
        return {line: np.zeros(make.MANY // 100)}

    assert simple(update, values=range(200)).mode == "kernel"
    assert len(calls) == 2, "only the start, twice: to see whether it stays the same"


# ---- what live.figure is given


@pytest.mark.parametrize("fig", [None, "all", 3, axes])
def test_what_is_no_figure_is_refused_and_nothing_closed(fig):
    plt.figure()
    before = plt.get_fignums()
    with pytest.raises(InputError, match="it needs the figure"):
        live.figure(fig, dict, r=live.slider([1, 2]))
    assert plt.get_fignums() == before


@pytest.mark.parametrize(("named", "sentence"), [
    ({"describe": "a sentence"}, "describe was 'a sentence'; it is a function"),
    ({"describe": live.slider([1, 2])}, "describe was Slider.*it is a function"),
    ({"mode": live.slider(np.arange(99))}, "mode was Slider.*table"),
    ({"moving": live.slider([1, 2])}, "cannot move"),
])  # fmt: skip
def test_a_word_with_another_meaning_is_refused(named, sentence):
    fig, ax = axes()
    line = line_of(ax)
    with pytest.raises(InputError, match=sentence) as error:
        live.figure(fig, lambda **_: {line: ([1], [1])}, **named)
    one_sentence(error)


def test_update_must_be_a_function_that_returns_something():
    with pytest.raises(InputError, match="update was None; it is a function"):
        live.figure(axes()[0], None)
    with pytest.raises(InputError, match="^update returned no artist"):
        live.figure(axes()[0], dict)


def test_controls_may_be_called_anything():
    names = ["fig", "update", "spec", "table", "comm", "layout", "", "a b", "<b>", "é", "x_p"]
    fig, ax = axes()
    line = line_of(ax)
    two = {name: live.slider([1, 2]) for name in names}
    figure = live.figure(fig, lambda **_: {line: (1, 1)}, mode="kernel", p=live.point(ax), **two)
    traits = [trait for control in figure.picture.spec["controls"] for trait in control["traits"]]
    assert len(set(traits)) == len(names) + 2
    assert not set(traits) & set(widget.LivePicture.class_trait_names())


@pytest.mark.parametrize("listed", [lambda a: a, lambda a: [a, a], lambda a: ([a],)])
@pytest.mark.parametrize("make_artist", [line_of, bars_of])
def test_moving_takes_one_artist_or_several(make_artist, listed):
    fig, ax = axes()
    artist = make_artist(ax)
    figure = live.figure(fig, lambda r: 1 / 0, moving=listed(artist), r=live.slider([1, 2]))
    assert figure.job.moving == (artist,)


def test_artists_that_cannot_be_shown_are_refused():
    fig, ax = axes()
    bars = ax.bar([], [])
    with pytest.raises(InputError, match="BarContainer cannot move"):
        live.figure(fig, lambda r: {bars: []}, r=live.slider([1, 2]))
    fig = plt.figure()
    (line,) = fig.add_subplot(projection="3d").plot([0], [0], [0])
    with pytest.raises(InputError, match="Line3D.* cannot move"):
        live.figure(fig, lambda r: {line: ([0], [0])}, r=live.slider([1, 2]))


def test_subfigures_are_part_of_the_figure():
    fig = plt.figure(layout="constrained")
    ax = fig.subfigures(1, 2)[1].subplots()
    ax.set(xlim=(0, 5), ylim=(0, 5))
    line = line_of(ax)
    assert live.figure(fig, lambda r: {line: (r, r)}, r=live.slider([1, 2])).job.moving == (line,)


def test_a_figure_too_large_for_its_numbers_is_refused():
    fig, ax = plt.subplots(figsize=(14, 6), dpi=300)
    line = line_of(ax)
    with pytest.raises(InputError, match="4200 × 1800 pixels.*4000 at most"):
        live.figure(fig, lambda r: {line: (r, r)}, r=live.slider([1, 2]))


def test_a_point_of_another_figure_is_refused():
    fig, ax = axes()
    line = line_of(ax)
    with pytest.raises(InputError, match="axes of p: .*another figure"):
        live.figure(fig, lambda p: {line: p}, p=live.point(axes()[1], (3, 3)))


def test_two_choices_cannot_both_bring_a_background():
    fig, ax = axes()
    line = line_of(ax)
    choice = live.choice(["a", "b"], show={"a": ax.axvline(1)})
    with pytest.raises(InputError, match="two choices"):
        live.figure(fig, lambda c, d: {line: (1, 1)}, c=choice, d=choice)


# ---- the controls' grids


@pytest.mark.parametrize("end", [1, 10, 100])
def test_the_zero_among_tenths_is_zero(end):
    tenths = live.slider(np.arange(-end, end + 0.05, 0.1))
    zero = tenths.values[10 * end]
    assert zero == 0.0 and math.copysign(1, zero) == 1
    assert tenths.texts[10 * end] == "0.0" and tenths.texts[0] == f"−{end}.0"


@pytest.mark.parametrize("values", [
    np.linspace(1000, 1001, 11), np.arange(0, 30_001, 1000), np.geomspace(1e-12, 1, 13),
    [0.12345, 0.12346], [1e-5, 1e5], [99_998, 99_999, 100_000], [-1e-9, 0, 1e-9],
])  # fmt: skip
def test_every_value_has_a_text_of_its_own(values):
    made = live.slider(values, presets=values)
    assert len(set(made.texts)) == len({text for _, text in made.presets}) == len(values)


def test_whole_thousands_are_written_out():
    assert live.slider(np.arange(0, 20_001, 10_000)).texts == ("0", "10\u202f000", "20\u202f000")


def test_whole_numbers_stay_whole():
    values = live.slider(np.arange(1, 4)).values
    assert values == (1, 2, 3) and all(type(v) is int for v in values)
    assert type(live.slider([1, 2, 3.5]).values[0]) is float


def test_a_preset_must_lie_on_a_geometric_grid_too():
    grid = np.geomspace(1e-12, 1, 13)
    assert live.slider(grid, presets=[1e-11, 1.0]).presets[0][0] == (1,)
    with pytest.raises(InputError, match="5e-12 does not lie on the grid"):
        live.slider(grid, presets=[5e-12])


@pytest.mark.parametrize("presets", [2, [2], (2.0,), np.array([2]), np.float32(2)])
def test_presets_may_be_one_number_or_several(presets):
    assert live.slider([1, 2, 3], presets=presets).presets == (((1,), "2"),)


@pytest.mark.parametrize("options", [None, 3, "Newton", [], {}, [[1], [2]], {1: "a", "1": "b"}])
def test_options_that_are_none_are_refused(options):
    with pytest.raises(InputError, match="no options"):
        live.choice(options)


def test_a_choice_shows_artists_in_any_nesting():
    _, ax = axes()
    line, bars = line_of(ax), bars_of(ax)
    assert live.choice(["a"], show={"a": line}).show == {"a": (line,)}
    assert live.choice(["a"], show={"a": [bars, [line]]}).show == {"a": (*bars, line)}
    for wrong in ("line", 3, None):
        with pytest.raises(InputError, match="can show artists or axes, not"):
            live.choice(["a"], show={"a": [wrong]})


@pytest.mark.parametrize("named", [
    {"grid": 41}, {"grid": (41,)}, {"grid": (-1, 3)}, {"grid": (1, 3)}, {"grid": (2.5, 3)},
    {"grid": "many"}, {"value": 1}, {"value": (1,)}, {"value": "a"}, {"presets": (1, 2)},
    {"window": (0, 1)}, {"window": ((0, 0), (1, 1))}, {"window": ((0, np.nan), (1, 2))},
])  # fmt: skip
def test_a_point_that_cannot_be_is_a_sentence(named):
    with pytest.raises(InputError, match="live.point") as error:
        live.point(axes()[1], **named)
    one_sentence(error)


def test_a_point_on_log_axes_is_spaced_as_they_are():
    _, ax = axes(xscale="log", xlim=(1e-4, 1e4))
    made = live.point(ax, grid=(9, 3), value=(100, 2.5))
    assert np.allclose(made.xs, 10.0 ** np.arange(-4, 5), rtol=1e-11)
    assert made.ys == (0.0, 2.5, 5.0)


def test_the_keys_of_a_point_follow_the_screen():
    """Its first place is the leftmost and the lowest, on inverted axes as well."""
    fig, ax = axes(xlim=(5, 0), ylim=(5, 0))
    made = live.point(ax, grid=(3, 3), value=(5, 2.5))
    assert made.xs == made.ys == (5.0, 2.5, 0.0) and made.default == (0, 1)
    columns, rows = picture.pixel_lines(made, ax.transData, geometry.Canvas(400, 300, 1))
    assert columns == sorted(columns) and rows == sorted(rows, reverse=True)


def test_a_point_needs_straight_axes():
    for ax in (None, plt.figure().add_subplot(projection="polar")):
        with pytest.raises(InputError, match="straight axes"):
            live.point(ax)


def test_over_many_decades_each_number_has_its_own_decimals():
    texts = live.slider(np.geomspace(1e-3, 1e4, 8)).texts
    assert texts == ("0.001", "0.01", "0.1", "1", "10", "100", "1000", "10\u202f000")


# ---- kernel mode


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), SystemExit(1), ZeroDivisionError("by 0")])
def test_an_interrupt_is_answered_too(stop):
    def answer(cell):
        raise stop

    message, buffers = widget.reply(answer, {"cell": [0]})
    assert type(stop).__name__ in message["error"] and buffers is None


def test_a_closed_figure_leaves_the_memory():
    figure = zoo()
    widget.close(figure.box)
    parts = [weakref.ref(part) for part in (figure.picture, figure.job.fig)]
    del figure
    gc.collect()
    assert [part() for part in parts] == [None, None]
