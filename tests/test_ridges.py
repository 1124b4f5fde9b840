"""A surface seen from the side: where its places are, what hides what, and what it weighs."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from newcomer import made

from helpers import plots, surfaces
from helpers.errors import InputError
from helpers.live import BUDGET


class Bump:
    """A bell of height 3 on a plain of height 1, in the middle of a window that is no square."""

    window = ((0.0, 8.0), (-1.0, 1.0))

    def __call__(self, x):
        return 1 + 2 * np.exp(-8 * (((x[..., 0] - 4) / 4) ** 2 + x[..., 1] ** 2))


@pytest.fixture
def ax():
    yield plt.subplots()[1]
    plt.close("all")


@pytest.fixture
def view(ax):
    return plots.ridges(ax, Bump(), relief=1, elevation=30)


TURNS = [0, 30, 45, 90, 137, 225, 300]


def turned_in_space(f, x, turn, elevation, relief):
    """Across and up by two rotations in space: about the upright, then the whole towards us."""
    (left, right), (bottom, top) = f.window
    plate = [(2 * x[0] - left - right) / (right - left), (2 * x[1] - bottom - top) / (top - bottom)]
    point = np.array([*plate, relief * (f(x) - 1) / 2])
    a, e = -np.radians(turn), np.radians(elevation)
    upright = [[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]]
    towards = [[1, 0, 0], [0, np.sin(e), np.cos(e)], [0, -np.cos(e), np.sin(e)]]
    across, up, _ = np.array(towards) @ np.array(upright) @ point
    return across, up


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("elevation", [10, 35, 80])
def test_places_are_where_two_rotations_put_them(ax, turn, elevation):
    view = plots.ridges(ax, Bump(), relief=0.7, elevation=elevation)
    places = np.random.default_rng(1).uniform((0, -1), (8, 1), (20, 2))
    _, every = view.lift(places, turn)
    exact = [turned_in_space(Bump(), x, turn, elevation, 0.7) for x in places]
    # the highest value is looked for on a grid, which meets the summit
    np.testing.assert_allclose(every.T, exact, atol=1e-3)


@pytest.mark.parametrize("turn", TURNS)
def test_curves_cross_the_plate_from_edge_to_edge_and_come_nearer(view, turn):
    across, up, far = view.curves(turn)
    a = np.radians(turn)
    places = across[..., None] * [np.cos(a), np.sin(a)] + far[..., None] * [-np.sin(a), np.cos(a)]
    assert abs(places).max() < 1 + 1e-9
    np.testing.assert_allclose(abs(places[:, [0, -1]]).max(-1), 1)
    assert (np.diff(far, axis=0) < 0).all() and np.ptp(far, axis=1).max() < 1e-12
    _, every = view.lift(places * [4, 1] * (1 - 1e-9) + [4, 0], turn)
    np.testing.assert_allclose(every, [across, up], atol=1e-6)


@pytest.mark.parametrize("turn", TURNS)
def test_the_outline_meets_the_corners_of_the_plate(view, turn):
    """The ridges pass through the outermost corners, the faces meet in the nearest."""
    corners = np.array([[0, -1], [8, -1], [8, 1], [0, 1]])
    x, y = view.lift(corners, turn)[1]
    shapes = [np.transpose(shape) for shape in view.at(turn).values()]
    ridges, faces = np.vstack(shapes[:-2]), shapes[-2:]
    for outermost in (np.argmin(x), np.argmax(x)):
        gap = np.hypot(*(ridges - (x[outermost], y[outermost])).T)
        assert gap.min() < 1e-9
    nearest = np.argmin(y)
    for face in faces:
        assert np.hypot(*(face - (x[nearest], y[nearest])).T).min() < 1e-9


def test_a_bump_hides_what_lies_behind_it_and_nothing_else(view):
    summit, before, behind, beside = [4, 0], [4, -0.5], [4, 0.4], [6, 0.4]
    for turn, seen in [(0, [True, True, False, True]), (180, [True, False, True, True]),
                       (90, [True, True, True, True])]:
        in_sight, every = view.lift([summit, before, behind, beside], turn)
        assert np.isfinite(every).all()
        assert np.isfinite(in_sight).all(0).tolist() == seen
        np.testing.assert_array_equal(in_sight[:, seen], every[:, seen])


@pytest.mark.parametrize("turn", TURNS)
def test_hidden_is_what_a_ray_of_light_does_not_leave(view, turn):
    """From each place towards the eye: does the ray run into the bump? (Grazing rays apart.)"""
    places = np.random.default_rng(2).uniform((0, -1), (8, 1), (300, 2))
    plate = (places - [4, 0]) / [4, 1]
    towards = -np.array([-np.sin(np.radians(turn)), np.cos(np.radians(turn))])
    way = np.linspace(0, 3, 3001)[1:, None, None]
    height = (Bump()([4, 0] + [4, 1] * (plate + way * towards)) - 1) / 2
    ray = (Bump()(places) - 1) / 2 + way[..., 0] * np.tan(np.radians(30))
    over = (height - ray).max(0)
    hidden = np.isnan(view.lift(places, turn)[0][0])
    assert hidden[over > 0.03].all() and not hidden[over < 0].any()
    assert (over > 0.03).sum() > 10 and (over < 0).sum() > 200


def test_what_lies_off_the_plate_is_a_gap_and_many_runs_keep_their_shape(view):
    way = np.stack(np.broadcast_arrays(np.linspace(-1, 9, 11)[:, None], [-0.5, 0.5]), -1)
    in_sight, every = view.lift(way, 20)
    assert in_sight.shape == every.shape == (2, 11, 2)
    assert np.isnan(every).all((0, 2)).tolist() == [True] + 9 * [False] + [True]


def test_a_wall_is_cut_off(ax):
    view = plots.ridges(ax, surfaces.rosenbrock, top=100)
    edge, valley = view.lift([[-2, -1], [1, 1]], 0)[1].T
    cut = plots.ridges(ax, surfaces.rosenbrock, top=50).lift([[-2, -1]], 0)[1].T[0]
    np.testing.assert_allclose(edge, cut)
    assert valley[1] < edge[1] + 2


def test_a_hidden_part_is_faint_and_has_no_name(view):
    strong, faint = view.lines("newton", lw=3)
    assert strong.get_color() == faint.get_color() and faint.get_alpha() < 0.5
    assert faint.get_zorder() < strong.get_zorder()
    assert (strong.get_label(), faint.get_label(), faint.get_marker()) == ("Newton", "_", "none")
    assert max(ridge.get_zorder() for ridge in view.artists) < faint.get_zorder()


def test_the_example_is_a_table_well_within_its_budget():
    figure = made("A surface that can be turned")
    assert figure.mode == "table"
    assert len(figure.picture.table) < BUDGET / 2
    assert len(figure.job.moving) == 32 + 2 + 2


@pytest.mark.parametrize(("mistake", "hint"), [
    (lambda ax: plots.ridges(ax, Bump(), elevation=0), "degrees between 0"),
    (lambda ax: plots.ridges(ax, Bump(), elevation="high"), "elevation"),
    (lambda ax: plots.ridges(ax, Bump(), elevation=[30, 40]), "elevation is .*one number"),
    (lambda ax: plots.ridges(ax, Bump(), relief="high"), "relief is 'high'"),
    (lambda ax: plots.ridges(ax, Bump(), relief=-1), "relief is -1; .*not negative"),
    (lambda ax: plots.ridges(ax, Bump(), top="high"), "top is 'high'"),
    (lambda ax: plots.ridges(ax, Bump(), turn=np.nan), "turn is nan; it needs finite numbers"),
    (lambda ax: plots.ridges(ax, Bump()).at([10, 20]), "turn is .*one number"),
    (lambda ax: plots.ridges(ax, Bump(), count=1), "whole number from 2"),
    (lambda ax: plots.ridges(ax, surfaces.parabola), "2 pairs"),
    (lambda ax: plots.ridges(ax, lambda x: 0 * x[..., 0], ((0, 1), (0, 1))), "constant"),
    (lambda ax: plots.ridges(ax, Bump(), top=-5), "nothing to draw"),
    (lambda ax: plots.ridges(ax, Bump()).lift([1, 2, 3], 0), r"\(…, 2\)"),
    (lambda ax: plots.ridges(ax, Bump()).lines("newtn"), "Known are"),
])  # fmt: skip
def test_a_mistake_is_answered_with_what_to_try(ax, mistake, hint):
    with pytest.raises(InputError, match=hint):
        mistake(ax)
