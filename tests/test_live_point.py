"""A point without a grid takes the finest that holds what is asked and leaves a small table."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers import live
from helpers.errors import InputError
from helpers.live import controls, make, settings


@pytest.fixture
def ax():
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.set(xlim=(-3, 3), ylim=(-2, 2))
    yield ax
    plt.close("all")


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A clock of the tests' own: what they find must not hang on how busy the machine is."""
    now = [0.0]
    monkeypatch.setattr(make.time, "thread_time", lambda: now[0])
    return now


def figure(ax, points=1, mode="auto", **named):
    """A live figure of a line of some ``points``, unlike at any two places of the point."""
    (line,) = ax.plot([], [], "o")

    def update(at):
        rng = np.random.default_rng((1e6 * (at + 10)).astype(int))
        return {line: (*rng.uniform(-2, 2, (2, points)),)}

    return live.figure(ax.figure, update, mode=mode, at=live.point(ax, **named))


def grid_of(made):
    return made.job.controls["at"].counts


def pixels_of(made):
    (spec,) = made.picture.spec["controls"]
    return spec["x"], spec["y"]


@pytest.mark.parametrize(("points", "counts"), [(1, (61, 61)), (30, (41, 41)), (100, (25, 25))])
def test_the_grid_is_the_finest_whose_table_is_small(ax, points, counts):
    made = figure(ax, points)
    assert made.mode == "table" and len(made.picture.table) <= make.BUDGET
    assert grid_of(made) == counts and tuple(made.picture.meta["grid"]) == counts
    columns, rows = pixels_of(made)
    assert (len(columns), len(rows)) == counts, "the handle stands on the same grid"


@pytest.mark.parametrize("mode", ["auto", "kernel"])
def test_in_kernel_mode_the_grid_is_the_finest(ax, mode):
    made = figure(ax, 1000 if mode == "auto" else 1, mode)
    assert made.mode == "kernel" and grid_of(made) == (61, 61)
    assert made.job.cell((60, 60)).errors.item() is None
    with pytest.raises(InputError, match="over the budget"):
        figure(ax, 1000, "table")


def test_a_slow_update_has_a_coarser_grid(ax, clock):
    (line,) = ax.plot([], [])

    def update(at):
        clock[0] += 0.001  # a second has room for 31 × 31 of it, not for 41 × 41
        return {line: ([at[0]], [at[1]])}

    made = live.figure(ax.figure, update, at=live.point(ax))
    assert grid_of(made) == (31, 31)


@pytest.mark.parametrize("seconds", [0, 0.001, 0.002])
def test_a_place_is_a_setting_only_if_every_grid_holds_it(ax, clock, seconds):
    """How fine the grid is hangs on the machine: what a card speaks of must not."""
    (line,) = ax.plot([], [])

    def update(at):
        clock[0] += seconds
        return {line: ([at[0]], [at[1]])}

    made = live.figure(ax.figure, update, at=live.point(ax, presets=[(1.5, -1), (0, 0)]))
    columns, rows = made.job.controls["at"].counts
    here = {"x_at": 3 * (columns - 1) // 4, "y_at": (rows - 1) // 4}
    assert settings.indices(made.job.controls, at=(1.5, -1)) == here
    for finer in ((0.1, 0), (0.12, 0)):  # on 61 × 61 places, on 51 × 51
        with pytest.raises(InputError, match="does not lie on .*presets"):
            settings.indices(made.job.controls, at=finer)


@pytest.mark.parametrize("level", range(6))
@pytest.mark.parametrize("named", [
    {}, {"value": (0, 0)}, {"value": (1.5, -1)}, {"presets": [(0.9, -1), (0, -0.5), (1.5, 0.5)]},
    {"window": ((-1, 1), (0, 2)), "value": (0.5, 0.5)},
])  # fmt: skip
def test_every_grid_holds_the_same_places(ax, named, level):
    finest = live.point(ax, **named)
    point = controls.at_level(finest, level)
    assert np.allclose(point.value(point.default), finest.value(finest.default))
    for (at, _), wanted in zip(point.presets, named.get("presets", ()), strict=True):
        assert np.allclose(point.value(at), wanted)
    assert [text for _, text in point.presets] == [text for _, text in finest.presets]
    assert all(a >= b for a, b in zip(finest.counts, point.counts, strict=True))


def test_where_no_grid_holds_them_the_missing_number_is_named(ax):
    with pytest.raises(InputError, match="preset 0.123 does not lie on the grid; the nearest"):
        live.point(ax, presets=[(0.123, 0)])


def test_a_grid_that_is_given_is_taken(ax):
    assert live.point(ax, (7, 5)).counts == (7, 5) and not live.point(ax, (7, 5)).grids
    assert grid_of(figure(ax, 1, grid=(7, 5))) == (7, 5)


def test_a_student_who_fails_at_the_start_has_a_grid_as_well(ax):
    (line,) = ax.plot([], [])

    def update(at):
        if at[0] == 0:
            raise ZeroDivisionError
        return {line: ([at[0]], [at[1]])}

    made = live.figure(ax.figure, update, moving=[line], at=live.point(ax))
    assert made.mode == "table" and grid_of(made) == (61, 61)


def test_inverted_and_logarithmic_axes_have_the_same_middle_on_every_grid(ax):
    ax.set(xscale="log", xlim=(1e-4, 1e4), ylim=(2, -2))
    finest = live.point(ax)
    for level in range(6):
        point = controls.at_level(finest, level)
        assert point.value(point.default) == pytest.approx([1, 0])
