"""Lines are packed without the points that nobody could see, and look as before."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from live_zoo import zoo
from polylines import apart, between, pieces
from unpacked import unpacked

from helpers import live
from helpers.live import artists, geometry, packing, simplify
from helpers.live.answers import Answer
from helpers.live.geometry import GAP


@pytest.fixture(autouse=True)
def plain_style():
    """Which of two packings is smaller hangs on where the axes lie: no other test may move them."""
    with plt.style.context("default", after_reset=True):
        yield


BOX = (0.0, 0.0, 400.0, 300.0)
T = np.linspace(0, 1, 201)

CURVES = {
    "straight": np.stack([400 * T, 300 * T], -1),
    "circle": 150 + 100 * np.stack([np.cos(7 * T), np.sin(7 * T)], -1),
    "wave": np.stack([400 * T, 150 + 140 * np.sin(40 * T)], -1),
    "kink": np.stack([400 * T, 300 * np.abs(T - 0.37)], -1),
    "there and back": np.stack([300 * np.abs(2 * T - 1), 100 + 0 * T], -1),
    "spikes": np.stack([400 * T, 150 + 140 * (np.arange(201) % 7 == 0)], -1),
    "a point": np.full((201, 2), 77.0),
    "outside": np.full((201, 2), 999.0),
    "in and out": np.stack([400 * T, 150 + 400 * np.sin(30 * T)], -1),
    "steps of less than a pixel": np.stack([20 * T, 5 * T**2], -1),
}


def with_gaps(points, every=37):
    points = points.copy()
    points[::every] = np.nan
    return points


def noise():
    return np.cumsum(np.random.default_rng(2).normal(size=(40, 201, 2)), axis=1) + (200, 150)


def chains(segments):
    """How many strokes a packed line (n, 4) is drawn in."""
    ends = pieces(segments)
    return len(ends) and 1 + int((ends[1:, 0] != ends[:-1, 1]).any(-1).sum())


def polylines():
    for name, points in CURVES.items():
        yield pytest.param(points[None], id=name)
        yield pytest.param(with_gaps(points)[None], id=f"{name}, gaps")
    yield pytest.param(noise(), id="noise")
    yield pytest.param(np.stack([with_gaps(p) for p in CURVES.values()]), id="together")


@pytest.mark.parametrize("tolerance", [simplify.FINE, simplify.COARSE])
@pytest.mark.parametrize("points", list(polylines()))
def test_no_point_of_either_line_is_further_from_the_other(points, tolerance):
    full = geometry.polyline(points, BOX)
    few = simplify.simplified(full, tolerance)
    assert few.dtype == full.dtype and few.shape[-2] <= full.shape[-2]
    for whole, short in zip(full, few, strict=True):
        assert between(whole, short) <= tolerance + 1e-9
        assert chains(whole) == chains(short), "gaps stay where they are"


@pytest.mark.parametrize("name", ["circle", "wave", "kink", "there and back", "spikes"])
def test_with_the_rounding_it_is_still_within_half_a_pixel_of_the_curve(name):
    curve = CURVES[name]
    (few,) = simplify.simplified(geometry.polyline(curve[None], BOX), simplify.COARSE)
    exact = np.stack([curve[:-1], curve[1:]], 1)
    short = pieces(few)
    assert max(apart(exact, short), apart(short, exact)) <= 0.5


@pytest.mark.parametrize(("name", "most"), [
    ("straight", 1), ("circle", 64), ("kink", 3), ("there and back", 2), ("a point", 1),
    ("outside", 1), ("steps of less than a pixel", 3),
])  # fmt: skip
def test_few_points_are_left_where_few_are_needed(name, most):
    full = geometry.polyline(CURVES[name][None], BOX)
    assert simplify.simplified(full, simplify.COARSE).shape[-2] <= most


def test_a_line_in_a_block_is_the_line_alone(monkeypatch):
    full = geometry.polyline(np.stack(list(CURVES.values())), BOX)
    together = simplify.simplified(full)
    monkeypatch.setattr(simplify, "BLOCK", 1)
    apart_ = simplify.simplified(full)
    assert np.array_equal(together, apart_)
    for lines, line in zip(together, full, strict=True):
        alone = simplify.simplified(line[None])[0]
        assert np.array_equal(lines[: len(alone)], alone)
        assert (lines[len(alone) :] == GAP).all()


def test_axes_in_front_stay():
    full = geometry.polyline(noise().reshape(2, 5, 4, 201, 2), BOX)
    few = simplify.simplified(full)
    assert few.shape[:3] == (2, 5, 4) and few.shape[-1] == 4
    (alone,) = simplify.simplified(full[1, 2, 3:])
    assert np.array_equal(few[1, 2, 3, : len(alone)], alone)


# ---- which lines


def table(data, steps=None, **style):
    """The packed segments of one line over four settings."""
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.set(xlim=(0, 5), ylim=(0, 5))
    (line,) = ax.plot([], [], **style)
    named = {"step": live.steps(steps)} if steps else {}
    figure = live.figure(fig, lambda r: {line: data(r)}, mode="table",
                         r=live.slider([1, 2, 3, 4]), **named)
    return unpacked(figure.picture.meta, figure.picture.table)[0]["segments"]


X, DENSE = np.linspace(0, 5, 61), np.linspace(0, 5, 401)


@pytest.mark.parametrize("style", [{"ls": "-"}, {"ls": "--"}, {"ls": ":", "lw": 3}])
def test_still_lines_and_frames_are_simplified(style):
    assert table(lambda r: (X, X / r), **style).shape == (4, 1, 4)
    frames = table(lambda r: live.frames(np.stack(4 * [X]), np.stack(4 * [X / r])), 3, **style)
    assert frames.shape == (4, 4, 1, 4)


def test_what_has_a_point_for_each_marker_or_step_keeps_them_all():
    assert table(lambda r: (X, X / r), marker="o").shape == (4, 61, 4)
    assert table(lambda r: (X, X / r), marker="o", ls="none").shape == (4, 61, 4)
    assert table(lambda r: live.trail(X, X / r), 60).shape == (4, 61, 4)
    frames = table(lambda r: live.frames(np.stack(4 * [X]), np.stack(4 * [X / r])), 3, marker="o")
    assert frames.shape == (4, 4, 61, 4)


@pytest.mark.parametrize("gliding", [True, False])
def test_the_smaller_of_both_is_packed(gliding):
    """Points that glide evenly along with a slider are packed better than a choice of them."""
    r = np.arange(100.0)[:, None]
    height = 2.5 + 0.02 * r * np.sin(X) if gliding else np.abs(DENSE - r**2 % 5)
    x = np.broadcast_to(X if gliding else DENSE, height.shape)
    full = line_of(Answer("still", {"x": x, "y": height}), hurry=True)
    few = simplify.simplified(full)
    packed = line_of(Answer("still", {"x": x, "y": height}))
    assert np.array_equal(packed, full if gliding else few) and few.shape[-2] < full.shape[-2]
    assert packing.packed_size(packed) < packing.packed_size(few if gliding else full)


def test_over_the_budget_the_largest_line_is_simplified_further_first():
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.set(xlim=(0, 5), ylim=(0, 5))
    long, short = ax.plot([], [])[0], ax.plot([], [])[0]

    def update(r):
        rough = np.random.default_rng(r).uniform(-0.004, 0.004, 401)  # a quarter of a pixel
        return {long: (DENSE, np.abs(DENSE - r / 8) + rough), short: (X, X / 5 + rough[:61])}

    figure = live.figure(fig, update, r=live.slider(np.arange(40)), mode="table")
    table, places = figure.job.table(), figure.still.places
    fine, least = (packing.pack(table, places, budget=size) for size in (1e9, 0))
    middle = packing.pack(table, places, budget=len(fine.data) - 1)
    rows = [[slot["segments"].shape[-2] for slot in unpacked(*packed)[:2]]
            for packed in (fine, middle, least)]
    assert rows[0][0] > rows[1][0] == rows[2][0] and rows[0][1] == rows[1][1] > rows[2][1]
    assert len(fine.data) > len(middle.data) > len(least.data)


def line_of(answer, hurry=False):
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.set(xlim=(0, 5), ylim=(0, 5))
    place = artists.frozen(ax.plot([], [])[0], geometry.Canvas(400, 300, 1))
    plt.close(fig)
    return packing.encode(place, answer, answer.parts["y"].shape[:1], hurry)["segments"]


# ---- movies of small images


def test_a_movie_of_decision_surfaces_is_a_table():
    """31 frames of 40 × 40 at 15 settings: 744 000 numbers in about 130 kB."""
    side, W = np.linspace(-1, 1, 40), np.random.default_rng(0).normal(size=(4, 8))
    x, k = np.stack(np.meshgrid(side, side), -1), np.arange(31)[:, None, None, None]
    fig, ax = plt.subplots(figsize=(4, 3))
    image = ax.imshow(np.zeros((40, 40)), vmin=0, vmax=1)

    def update(r):
        inner = np.tanh((1 + r / 15 + 0.1 * k) * (x @ W[:2]) + W[2] + 0.02 * k)
        return {image: live.frames(1 / (1 + np.exp(-3 * (inner @ W[3]) * (0.2 + k[..., 0] / 31))))}

    figure = live.figure(fig, update, r=live.slider(np.arange(15)), step=live.steps(30),
                         mode="table")
    assert len(figure.picture.table) < 200_000
    pixels = unpacked(figure.picture.meta, figure.picture.table)[0]["pixels"]
    assert pixels.shape == (15, 31, 40, 40)
    place = figure.still.places[image]
    (alone,) = packing.encode(place, figure.job.cell((7,)).answers[image], ()).values()
    assert np.array_equal(pixels[7], alone)


def test_blocks_make_no_difference(monkeypatch):
    """Cells are turned into pixels block by block, polygons of unequal corners too."""
    figure = zoo(mode="table")
    together = figure.picture.table
    monkeypatch.setattr(packing, "BLOCK", 1)
    assert packing.pack(figure.job.table(), figure.still.places).data == together
