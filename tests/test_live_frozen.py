"""matplotlib is asked once: what moves keeps its place; what changes the figure is refused."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from live_zoo import simple, zoo
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle
from PIL import Image
from unpacked import unpacked

from helpers import live
from helpers.errors import InputError
from helpers.live import artists, geometry, make, packing

TWO = {"r": live.slider([1, 2, 3, 4], value=1)}


@pytest.fixture
def ax():
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.set(xlim=(0, 5), ylim=(0, 5))
    yield ax
    plt.close("all")


def made(ax, artist, data=lambda r: (r, r), mode="table", **named):
    return live.figure(ax.figure, lambda r: {artist: data(r)}, mode=mode, **{**TWO, **named})


def answer(figure, at):
    """The bytes that Python sends for one setting."""
    return packing.pack(figure.job.cell(at), figure.still.places, hurry=True)


# ---- nothing later reads the figure


def test_no_later_change_of_the_figure_moves_or_recolours_what_is_live():
    figure = zoo(mode="kernel")
    before = answer(figure, (1, 0, 3, 2)), figure.picture.spec
    fig = figure.job.fig
    fig.set_size_inches(5, 9)
    fig.dpi = 37
    for axes in fig.axes:
        axes.set(xlim=(7, 8), ylim=(7, 8), xscale="linear", yscale="linear", position=[0, 0, 1, 1])
        for image in axes.images:
            image.set(clim=(-7, 7), extent=(0, 1, 0, 1), cmap="gray")
        for thing in (*axes.lines, *axes.texts, *axes.patches, *axes.collections):
            thing.set(visible=False, alpha=0.1, zorder=99)
    for bar in (patch for axes in fig.axes for patch in axes.patches if hasattr(patch, "set_x")):
        bar.set(x=9, width=9)
    fig.canvas.draw()
    assert (answer(figure, (1, 0, 3, 2)), figure.picture.spec) == before


def test_places_are_matplotlibs_own_when_they_are_taken(ax):
    line, = ax.plot([], [], "o")
    figure = made(ax, line)
    place = figure.still.places[line]
    assert np.array_equal(place.transform.transform([[1, 2]]), ax.transData.transform([[1, 2]]))
    assert place.clip == geometry.clip_box(line, figure.canvas)


def words_at(figure, at):
    """Text and pixels (across, down) of a figure's only live text."""
    slot, _ = unpacked(*answer(figure, at))
    return slot["text"].item(), slot["at"] / geometry.UNIT


def drawn_at(text, height):
    """Pixels (across, down) where matplotlib has drawn a text."""
    across, up = text.get_transform().transform(text.get_unitless_position())
    return across, height - up


@pytest.mark.parametrize("mode", ["table", "kernel"])
@pytest.mark.parametrize("which", ["title", "left title", "suptitle", "label", "legend"])
def test_a_live_title_stays_where_matplotlib_puts_it(ax, mode, which):
    ax.plot([0, 5], [0, 5], label="r = 1")
    text = {
        "title": lambda: ax.set_title("r = 1"),
        "left title": lambda: ax.set_title("r = 1", loc="left"),
        "suptitle": lambda: ax.figure.suptitle("r = 1"),
        "label": lambda: ax.set_xlabel("r = 1"),
        "legend": lambda: ax.legend(loc="lower right").get_texts()[0],
    }[which]()
    ax.figure.canvas.draw()
    expected = drawn_at(text, 300)
    figure = made(ax, text, lambda r: f"r = {r}", mode)
    for _ in range(2):
        words, at = words_at(figure, (2,))
        assert words == "r = 3" and np.allclose(at, expected, atol=0.5 / geometry.UNIT)
    assert 0 < at[0] < 400 and 0 < at[1] < 300


def test_a_legend_keeps_clear_of_what_moves_at_the_start(ax):
    """The place "best" is looked for with the live artists at the start, in every picture."""
    line, = ax.plot([], [], "o-", label="r")

    def below():
        figure = made(ax, line, lambda r: ([0, 5], [4.6, 4.6]))
        image = Image.open(io.BytesIO(figure.picture.pictures[0])).convert("L")
        return np.asarray(image).astype(int)

    without = below()
    ax.legend()
    rows, columns = np.nonzero(abs(below() - without) > 40)
    assert rows.min() > 450 and columns.max() < 250, "lower left: the line lies above"


# ---- an update that changes the figure


CHANGES = [
    lambda ax, line, r: ax.set_title(f"r = {r}"),
    lambda ax, line, r: ax.set_xlim(0, r),
    lambda ax, line, r: line.set_color(f"C{r}"),
    lambda ax, line, r: line.set_data([r], [r]),
    lambda ax, line, r: ax.plot([r], [r]),
    lambda ax, line, r: ax.figure.suptitle(f"r = {r}"),
    lambda ax, line, r: ax.texts[0].set_text(f"{r}"),
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("mode", ["table", "kernel", "auto"])
def test_an_update_that_changes_the_figure_is_refused(ax, change, mode):
    line, = ax.plot([], [])
    ax.text(1, 1, "still")

    def update(r):
        change(ax, line, r)
        return {line: (r, r)}

    with pytest.raises(InputError, match="changed the matplotlib figure itself.*drawn only once"):
        live.figure(ax.figure, update, mode=mode, **TWO)


def test_an_update_may_read_limits_and_is_told_what_matplotlib_lays_out_as_it_is_read(ax):
    ax.plot([0, 1], [0, 1])
    line, = ax.plot([], [])
    assert live.figure(ax.figure, lambda r: {line: (ax.get_xlim(), ax.get_ylim())}, **TWO)
    with pytest.raises(InputError, match="positions of axes and tick labels, too, are read before"):
        live.figure(ax.figure, lambda r: {line: ([ax.get_position().x0], [r])}, **TWO)


def test_a_change_at_a_later_setting_is_a_sentence(ax):
    """In a table the figure is refused as a whole: all settings share the changed picture."""
    line, = ax.plot([], [])

    def update(r):
        if r == 4:
            ax.set_title("four")
        return {line: (r, r)}

    figure = live.figure(ax.figure, update, mode="kernel", **TWO)
    asked = figure.picture._msg_callbacks.callbacks[0]
    sent = []
    figure.picture.send = lambda *message: sent.append(message)
    for at in ([3], [1]):
        asked(figure.picture, {"cell": at}, [])
    assert sent[0][0]["error"].startswith("update changed the matplotlib figure itself")
    assert "meta" in sent[1][0], "and the others are answered as before"
    ax.set_title("")
    with pytest.raises(InputError, match="changed the matplotlib figure itself"):
        live.figure(ax.figure, update, mode="table", **TWO)


def test_an_update_may_read_the_figure(ax):
    line, = ax.plot([], [])
    free = ax.inset_axes([0.5, 0.5, 0.4, 0.4])
    free.plot([0, 1], [0, 1])  # its limits are still to be found

    def update(r):
        ax.transData.transform((r, r))
        return {line: (r, np.mean([*ax.get_ylim(), *free.get_xlim()]))}

    assert live.figure(ax.figure, update, **TWO).mode == "table"


# ---- two answers for one setting


def test_an_update_that_changes_its_choices_is_refused(ax):
    line, = ax.plot([], [])
    shared = {"start": np.array([1.0, 2.0])}

    def update(c):
        c += 1
        return {line: (c, c)}

    with pytest.raises(InputError, match="Asked twice for c = start, update gave two answers"):
        live.figure(ax.figure, update, c=live.choice(shared))


@pytest.mark.parametrize("mode", ["table", "kernel"])
def test_randomness_from_outside_is_refused(mode):
    rng = np.random.default_rng(0)
    with pytest.raises(InputError, match="two answers for a Line2D.*generator made inside update"):
        simple(lambda line, r: {line: (r, rng.uniform())}, mode=mode)
    seen = []
    with pytest.raises(InputError, match="two answers for the sentence of describe"):
        simple(describe=lambda r: seen.append(r) or f"{len(seen)} times", mode=mode)


def test_a_later_setting_that_changes_what_the_start_answers_is_noticed():
    store = {"height": 1.0}

    def update(line, r):
        if r == 4:
            store["height"] = 2.0
        return {line: (r, store["height"])}

    with pytest.raises(InputError, match="Asked twice for r = 3"):
        simple(update, mode="table")


def test_nan_agrees_with_nan():
    assert simple(lambda line, r: {line: ([r, np.nan], [1, 2])}).mode == "table"


# ---- the mode does not hang on what is slow only once


def test_a_slow_first_call_does_not_make_a_table_slow(monkeypatch):
    now, prepared = [0.0], []
    monkeypatch.setattr(make.time, "thread_time", lambda: now[0])

    def update(line, r):
        now[0] += 0.001 if prepared else 100  # a training, done once
        prepared.append(r)
        return {line: (r, r)}

    values = np.arange(1, 101)
    assert [simple(update, values=values).mode for _ in range(2)] == ["table", "table"]
    prepared = [0]

    def slow(line, r):
        now[0] += 1.0
        return {line: (r, r)}

    assert simple(slow, values=values).mode == "kernel"


# ---- forgotten limits


@pytest.mark.parametrize("side", ["x", "y"])
@pytest.mark.parametrize("draw", [
    lambda ax: ax.plot([], [])[0],
    lambda ax: ax.scatter([], []),
    lambda ax: ax.plot([1], [1])[0],
])  # fmt: skip
def test_axes_without_limits_are_refused(side, draw):
    fig, ax = plt.subplots()
    ax.set(**{"ylim" if side == "x" else "xlim": (0, 1)})
    artist = draw(ax)
    with pytest.raises(InputError, match=f"no {side} limits yet.*first: ax.set.{side}lim="):
        live.figure(fig, lambda r: {artist: ([0, 2], [0, 2])}, **TWO)


def test_a_line_across_gives_no_limits():
    fig, ax = plt.subplots()
    ax.axhline(0)
    line, = ax.plot([], [])
    with pytest.raises(InputError, match="at the start its x reaches from 0 to 2.5"):
        live.figure(fig, lambda r: {line: ([0, 2.5], [0, 2])}, **TWO)


def test_limits_may_come_from_what_stands_still_from_a_neighbour_or_from_none():
    fig, (left, right, words) = plt.subplots(1, 3)
    right.sharex(left)
    right.sharey(left)
    left.plot([0, 5], [0, 5])
    line, text, rule = right.plot([], [])[0], words.text(0.5, 0.5, ""), right.axvline(3)
    data = {line: ([1], [1]), text: "a", rule: ([2, 2], [0, 1])}
    assert live.figure(fig, lambda r: data, **TWO).mode == "table"


@pytest.mark.parametrize("draw", [
    lambda ax: (ax.imshow(np.zeros((2, 2))), np.eye(2)),
    lambda ax: (ax.imshow(np.ones((2, 2)), vmin=1, vmax=1), np.eye(2)),
    lambda ax: (ax.scatter([], [], c=[]), live.still([1], [1], color=[1])),
    lambda ax: (ax.add_collection(LineCollection([])),
                live.still(np.ones((1, 2, 2)), color=[1])),
])  # fmt: skip
def test_colours_without_limits_are_refused(ax, draw):
    artist, data = draw(ax)
    with pytest.raises(InputError, match="Live colours need fixed limits.*vmin and vmax"):
        live.figure(ax.figure, lambda r: {artist: data}, **TWO)


# ---- artists that only look like a known kind


def fancy(ax):
    return ax.arrow(0, 0, 1, 1)


def quiver(ax):
    return ax.quiver([1], [1], [1], [1])


def axline(ax):
    return ax.axline((0, 0), slope=1)


def pcolor(ax):
    return ax.pcolorfast((0, 1), (0, 1), np.eye(2))


def nonuniform(ax):
    from matplotlib.image import NonUniformImage
    return ax.add_image(NonUniformImage(ax, extent=(0, 1, 0, 1)))


@pytest.mark.parametrize("draw", [fancy, quiver, axline, nonuniform])
def test_what_is_only_derived_from_a_known_kind_is_refused(ax, draw):
    artist = draw(ax)
    with pytest.raises(InputError, match=f"{type(artist).__name__}.* cannot move.*What can"):
        live.figure(ax.figure, lambda r: {artist: (1, 1)}, moving=artist, **TWO)


def test_polar_axes_are_refused():
    fig, ax = plt.subplots(subplot_kw={"projection": "polar"})
    line, = ax.plot([], [])
    with pytest.raises(InputError, match="lies in polar axes; a live artist moves in straight"):
        live.figure(fig, lambda r: {line: (r, r)}, **TWO)


def test_a_clip_path_is_refused_and_a_clip_box_kept(ax):
    line, = ax.plot([], [])
    line.set_clip_path(Circle((2, 2), 1, transform=ax.transData))
    with pytest.raises(InputError, match="cannot have a clip path"):
        made(ax, line)
    line, = ax.plot([], [])
    line.set_clip_box(ax.bbox.padded(-20))
    left, top, right, bottom = made(ax, line).still.places[line].clip
    box = ax.bbox
    assert np.allclose([left, right], [box.x0 + 20, box.x1 - 20])
    assert np.allclose([top, bottom], [300 - box.y1 + 20, 300 - box.y0 - 20])


def test_a_filled_band_is_a_polygon(ax):
    band = ax.fill_between([0, 1], [0, 1])
    figure = made(ax, band, lambda r: ([0, 1, 1], [0, 0, r]))
    assert figure.still.places[band].kind is artists.Fills


# ---- a figure made live twice


def test_a_second_live_figure_shows_no_ghost_of_the_first(ax):
    first, = ax.plot([], [], "r-", lw=9)
    second, = ax.plot([], [], "b-", lw=9)
    made(ax, first, lambda r: ([0, 5], [1, 1]))
    assert first.get_xydata().size == 0 and first.get_visible()
    figure = made(ax, second, lambda r: ([0, 5], [4, 4]))
    for png in (figure.png, figure.picture.pictures[0]):
        image = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
        assert not ((image[..., 0] > 200) & (image[..., 1] < 80)).any()
    again = made(ax, first, lambda r: ([0, 5], [1, 1]))
    assert again.mode == "table"


# ---- room beyond the clip box


def test_a_marker_beside_the_axes_still_shows_its_rim(ax):
    """A disc of radius 20 whose centre is 15 pixels outside reaches 5 pixels in."""
    ax.set_position([0.25, 0.25, 0.5, 0.5])
    left, right = ax.bbox.x0, ax.bbox.x1
    per_pixel = 5 / (right - left)
    discs = (ax.plot([], [], "o", ms=29)[0], "segments"), (ax.scatter([], []), "points")
    for artist, key in discs:
        figure = made(ax, artist, lambda r: ([-15 * per_pixel, 5 + 15 * per_pixel], [2.5, 2.5]))
        slot = unpacked(figure.picture.meta, figure.picture.table)[0][key]
        assert (slot[..., -2] / geometry.UNIT)[0] == pytest.approx([left - 15, right + 15], abs=0.1)


# ---- batched


@pytest.mark.parametrize("options", [
    {"sine": np.sin, "cosine": np.cos}, {"few": [1, 2], "many": [1, 2, 3]}, {"a": None, "b": 1},
])  # fmt: skip
def test_options_that_are_no_numbers_cannot_be_batched(ax, options):
    line, = ax.plot([], [])
    with pytest.raises(InputError, match="With batched=True.*the options of method are no numbers"):
        live.figure(ax.figure, lambda method: {line: (method(1), 1)}, batched=True,
                    method=live.choice(options))
    names = live.figure(ax.figure, lambda method: {line: ([0], [1])}, batched=True,
                        method=live.choice(list(options)))
    assert names.mode == "table"
