"""Line searches: what they promise, where they step back, what they refuse."""

import numpy as np
import pytest

from helpers import line_searches
from helpers.errors import InputError
from helpers.line_searches import backtracking, exact, golden_section, strong_wolfe, trials
from helpers.surfaces import Surface, chained_rosenbrock, quadratic, rosenbrock, saddle
from helpers.traces import counted

SEARCHES = {name: s for name, s in vars(line_searches).items() if hasattr(s, "needs")}
BY_TRIAL = [golden_section, backtracking, strong_wolfe]
every = pytest.mark.parametrize("search", SEARCHES.values(), ids=SEARCHES)
by_trial = pytest.mark.parametrize("search", BY_TRIAL, ids=lambda search: search.__name__)


def places(f, *runs):
    return np.random.default_rng(4).uniform(-2, 2, (*runs, f.n))


def along(f, x, d, t):
    """φ(t) and φ′(t)."""
    point = x + t[..., None] * d
    return f(point), np.vecdot(f.grad(point), d)


def test_the_searches_are_found():
    assert set(SEARCHES) == {"exact", "golden_section", "backtracking", "strong_wolfe"}


# What they promise ---------------------------------------------------------------------------


@every
def test_a_run_in_a_batch_is_the_run_alone(search):
    """To the last bit, each with its own first length."""
    f = chained_rosenbrock(5)
    x, first = places(f, 20), np.geomspace(1e-6, 1e3, 20)
    d = -f.grad(x)
    lengths = search(f, x, d, first)
    alone = [search(f, *each) for each in zip(x, d, first, strict=True)]
    assert lengths.shape == (20,)
    np.testing.assert_array_equal(lengths, alone)


@every
@pytest.mark.parametrize("runs", [(), (1,), (2, 3), (0,)])
def test_shapes(search, runs):
    x = np.ones((*runs, 2))
    assert np.shape(search(saddle, x, [-1.0, 0.0])) == runs


@every
def test_inputs_stay_as_they_are(search):
    inputs = [places(rosenbrock, 4), -rosenbrock.grad(places(rosenbrock, 4)), np.full(4, 0.1)]
    copies = [array.copy() for array in inputs]
    for array in inputs:
        array.setflags(write=False)
    assert not np.shares_memory(search(rosenbrock, *inputs), inputs[2])
    for array, copy in zip(inputs, copies, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_exact_is_the_minimum_along_a_quadratic():
    """There the slope along the line is 0, and the new gradient orthogonal to the direction."""
    rng = np.random.default_rng(0)
    for n in (1, 2, 10):
        Q = rng.standard_normal((n, n))
        f = quadratic(Q @ Q.T + np.eye(n), rng.standard_normal(n))
        x, d = rng.standard_normal((2, 8, n))
        d *= -np.sign(np.vecdot(f.grad(x), d))[:, None]
        t = exact(f, x, d)
        assert (t > 0).all()
        np.testing.assert_allclose(along(f, x, d, t)[1], 0, atol=1e-12)


def test_exact_finds_no_minimum_where_the_line_bends_down():
    assert exact(saddle, [0.0, 1.0], [0.0, 1.0]) == np.inf
    assert exact(saddle, [[0.0, 1.0], [1.0, 0.0]], [[0, 1], [-1, 0]]).tolist() == [np.inf, 1]


@pytest.mark.parametrize("first", [1e-9, 1e-3, 1.0, 1e6, 1e12])
def test_golden_section_finds_the_minimum_from_any_first_length(first):
    """(x − 3)² from 0: the minimum is at t = 3 along +1, to the flatness of values, 10⁻⁸."""
    f = quadratic([[2.0]], [6.0])
    assert golden_section(f, 0.0, 1.0, first) == pytest.approx(3, rel=3e-8)


def test_golden_section_cuts_38_per_cent_off_each_time():
    """One trial per cut, since the better point stays: 10⁵ times closer in log 10⁵ / log 1.618."""
    f = quadratic([[2.0]], [6.0])
    near, nearer = (len(trials(golden_section, f, 0.0, 1.0, tolerance=width).length)
                    for width in (1e-2, 1e-7))  # fmt: skip
    assert nearer - near == pytest.approx(np.log(1e5) / np.log(1.618), abs=1)


def test_golden_section_beats_backtracking_and_wolfe_on_the_line():
    x = places(rosenbrock, 50)
    d = -rosenbrock.grad(x)
    golden, *others = (along(rosenbrock, x, d, s(rosenbrock, x, d, 1e-3))[0]
                       for s in (golden_section, backtracking, strong_wolfe))  # fmt: skip
    assert all((golden <= other + 1e-12).mean() > 0.8 for other in others)


def test_backtracking_keeps_armijos_condition_and_is_the_first_that_does():
    x = places(rosenbrock, 50)
    d = -rosenbrock.grad(x)
    t = backtracking(rosenbrock, x, d, enough=0.3, shrink=0.5)
    start, slope = along(rosenbrock, x, d, np.zeros(50))
    assert (along(rosenbrock, x, d, t)[0] <= start + 0.3 * t * slope).all()
    assert (along(rosenbrock, x, d, 2 * t)[0] > start + 0.3 * 2 * t * slope)[t < 1].all()
    assert set(np.log2(t)) <= set(range(-60, 1))


@pytest.mark.parametrize(("enough", "flat"), [(1e-4, 0.9), (1e-4, 0.1), (1e-4, 0.01), (0.4, 0.5)])
@pytest.mark.parametrize("first", [1e-8, 1e-3, 1.0, 1e4])
def test_strong_wolfe_keeps_both_conditions(enough, flat, first):
    for f in (rosenbrock, chained_rosenbrock(6), quadratic(np.diag([1.0, 100.0]))):
        x = places(f, 100)
        d = -f.grad(x)
        t = strong_wolfe(f, x, d, first, enough=enough, flat=flat)
        (start, slope), (value, end) = along(f, x, d, np.zeros(100)), along(f, x, d, t)
        rounding = 1e-14 * abs(start)
        assert (value <= start + enough * t * slope + rounding).all()
        assert (abs(end) <= flat * abs(slope)).all()


def test_strong_wolfe_is_frugal():
    """On a parabola the cubic is exact: the second trial is the minimum, from any first length."""
    f = quadratic([[2.0]], [6.0])
    for first in (1.0, 2.0, 3.0, 10.0, 50.0):
        g = counted(f)
        assert strong_wolfe(g, 0.0, 1.0, first, flat=1e-3) == pytest.approx(3, rel=1e-3)
        assert g.calls["grad"] <= 4  # the start's among them


def test_a_first_length_that_will_do_is_taken_at_once():
    f = counted(quadratic([[2.0]], [6.0]))
    assert strong_wolfe(f, 0.0, 1.0, 2.9) == backtracking(f, 0.0, 1.0, 2.9) == 2.9


# Where they step back ------------------------------------------------------------------------

wall = Surface(  # −log(1 − x) − 2x: nan from 1 on, minimum at ½
    name="wall", formula="", window=((0, 1),), starts=[0.0],
    value_at=lambda x: -np.log(1 - x[:, 0]) - 2 * x[:, 0],
    grad_at=lambda x: 1 / (1 - x) - 2,
)  # fmt: skip
tower = Surface(  # inf from 10 on
    name="tower", formula="", window=((0, 1),), starts=[0.0],
    value_at=lambda x: np.where(x[:, 0] < 10, (x[:, 0] - 1) ** 2, np.inf),
    grad_at=lambda x: 2 * (x - 1),
)  # fmt: skip
abyss = Surface(  # −inf from 10 on
    name="abyss", formula="", window=((0, 1),), starts=[0.0],
    value_at=lambda x: np.where(x[:, 0] < 10, (x[:, 0] - 1) ** 2, -np.inf),
    grad_at=lambda x: 2 * (x - 1),
)  # fmt: skip


@by_trial
@pytest.mark.parametrize("f", [wall, tower, abyss], ids=lambda f: f.name)
@pytest.mark.parametrize("first", [1.0, 30.0, 1e6, 1e10])
def test_they_step_back_from_nan_and_inf(search, f, first):
    t = search(f, 0.0, 1.0, first)
    assert 0 < t < 10
    assert f(t) < f(0.0)


@by_trial
def test_one_run_beside_a_wall_does_not_disturb_the_others(search):
    x = np.array([[0.0], [0.99999], [-5.0], [np.nan], [-np.inf]])
    lengths = search(wall, x[:3], [[1.0], [-1.0], [1.0]], 3.0)
    with_bad = search(wall, x, [[1.0], [-1.0], [1.0], [1.0], [1.0]], 3.0)
    np.testing.assert_array_equal(with_bad[:3], lengths)
    assert (lengths > 0).all()


@every
def test_without_slope_there_is_no_step(search):
    f = quadratic(np.diag([1.0, 2.0]))
    x = np.array([[0.0, 0.0], [1.0, 1.0]])
    t = search(f, x, -f.grad(x))
    np.testing.assert_array_equal((x - t[:, None] * f.grad(x))[0], 0)
    assert t[1] > 0


@every
def test_across_the_slope_there_is_no_step_either(search):
    """∇fᵀd = 0 on the crest of the saddle, where d bends down; beside it a run that moves."""
    t = search(saddle, [[1.0, 0.0], [0.0, 0.0], [1.0, 0.0]], [[0.0, 1.0], [0.0, 1.0], [-1.0, 0.0]])
    assert t[:2].tolist() == [0, 0] and t[2] > 0


@by_trial
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_from_where_f_is_no_number_they_only_go_to_where_it_is_one(search, bad):
    """x² where x < 0, else no number; to the left of 3 only −1 is reached, by the longer d."""
    f = Surface(
        name="edge", formula="", window=((-1, 1),), grad_at=lambda x: 2 * x,
        value_at=lambda x: np.where(x[:, 0] < 0, x[:, 0] ** 2, bad),
    )  # fmt: skip
    t = search(f, [[3.0], [3.0]], [[-1.0], [-4.0]])
    assert f([3.0 - 4 * t[1]]) < 9
    assert t[0] == 0 or f([3.0 - t[0]]) < 9


@pytest.mark.parametrize("tolerance", [1e-12, 1e-15, 1e-16, 1e-300])
def test_golden_section_ends_where_lengths_can_be_no_closer(tolerance):
    f, first = quadratic([[2.0]], [6.0]), np.geomspace(1e-6, 1e6, 50)
    x = np.linspace(-5, 2, 50)[:, None]
    t = golden_section(f, x, 1.0, first, tolerance=tolerance)
    np.testing.assert_allclose(x[:, 0] + t, 3, atol=2e-7)


@pytest.mark.parametrize("search", [golden_section, strong_wolfe])
def test_an_endless_fall_ends_the_search(search):
    t = search(saddle, [0.0, 1.0], [0.0, 1.0])
    assert 1e6 < t
    assert saddle([0.0, 1.0 + t]) < -1e12


# Trials --------------------------------------------------------------------------------------


@every
def test_trials_begin_at_the_start_and_end_with_the_length_that_is_chosen(search):
    x = places(rosenbrock, 6)
    d = -rosenbrock.grad(x)
    seen = trials(search, rosenbrock, x, d, 0.01)
    assert seen.length.shape == seen.loss.shape
    np.testing.assert_array_equal(seen.length[0], 0)
    np.testing.assert_array_equal(seen.length[-1], search(rosenbrock, x, d, 0.01))
    for length, loss in zip(*seen, strict=True):
        np.testing.assert_array_equal(loss, rosenbrock(x + length[:, None] * d))


def test_strong_wolfe_strides_on_fourfold_where_nothing_ends_it():
    """On a straight fall the cubic has no minimum: 1, 1 + 4, 5 + 4 · 4, …"""
    slope = Surface(name="slope", n=1, value_at=lambda x: -x[:, 0], grad_at=lambda x: 0 * x - 1)
    seen = trials(strong_wolfe, slope, 0.0, 1.0)
    np.testing.assert_array_equal(np.diff(seen.length)[:6], 4.0 ** np.arange(6))


def test_trials_of_backtracking_are_halves():
    seen = trials(backtracking, rosenbrock, [-1.2, 1.0], -rosenbrock.grad([-1.2, 1.0]))
    assert seen.length[1:].tolist() == [0.5**k for k in range(len(seen.length) - 1)]
    assert seen.loss[-1] < seen.loss[0]


# Refusals ------------------------------------------------------------------------------------


@every
def test_a_direction_that_leads_uphill_is_refused(search):
    with pytest.raises(InputError) as error:
        search(rosenbrock, [[-1.2, 1.0], [0.0, 0.0]], [[215.6, 88.0], [-1.0, 0.0]])
    assert str(error.value) == (
        "direction leads uphill: ∇fᵀd is 2 for Rosenbrock; it needs to be negative. "
        "Try direction = -f.grad(x)."
    )


@every
@pytest.mark.parametrize("first", [0.0, -1.0, np.nan, np.inf, "1", None, [1.0, 2.0], True])
def test_bad_first_lengths_are_refused(search, first):
    with pytest.raises(InputError, match="^first is |^first contains "):
        search(rosenbrock, [-1.2, 1.0], [1.0, 0.0], first)


BAD_KNOBS = [
    (golden_section, "tolerance"), (backtracking, "enough"), (backtracking, "shrink"),
    (strong_wolfe, "enough"), (strong_wolfe, "flat"),
]  # fmt: skip


@pytest.mark.parametrize(("search", "name"), BAD_KNOBS)
@pytest.mark.parametrize("value", [0.0, 1.0, -0.1, np.nan, "0.5", None, [0.5]])
def test_bad_knobs_are_refused(search, name, value):
    with pytest.raises(InputError, match=f"^{name} is .*, such as {name} = "):
        search(rosenbrock, [-1.2, 1.0], [1.0, 0.0], **{name: value})


def test_strong_wolfe_needs_enough_below_flat():
    with pytest.raises(InputError, match=r"^enough is 0\.5 and flat 0\.1; it needs enough < flat"):
        strong_wolfe(rosenbrock, [-1.2, 1.0], [1.0, 0.0], enough=0.5, flat=0.1)


@every
@pytest.mark.parametrize(("x", "direction"), [([1.0, 1.0], -1.0), (1.0, [-1.0, 0.0])])
def test_a_direction_has_as_many_coordinates_as_x(search, x, direction):
    with pytest.raises(InputError, match=r"^direction has shape .* they need the same, such as"):
        search(saddle, x, direction)


@pytest.mark.parametrize("search", ["exact", None, lambda *line: 1.0])
def test_trials_are_those_of_a_search_of_this_module(search):
    with pytest.raises(InputError, match="^search is .*; it needs a function from line_searches, "):
        trials(search, rosenbrock, [-1.2, 1.0], [1.0, 0.0])


def test_a_search_takes_value_and_gradient_in_one_pass():
    """Only where it needs both: backtracking goes by values."""
    x = np.array([-1.2, 1.0])
    d = -rosenbrock.grad(x)
    for search, slopes in ((strong_wolfe, True), (backtracking, False), (golden_section, False)):
        f = counted(rosenbrock)
        tried = len(trials(search, f, x, d, 0.01).length)
        assert f.passes == f.calls["value"] == tried
        assert f.calls["grad"] == (tried if slopes else 1)


@every
def test_directions_of_another_shape_and_a_missing_derivative_are_refused(search):
    with pytest.raises(InputError, match=r"^direction has shape \(3,\) where x has shape \(2,\)"):
        search(rosenbrock, [-1.2, 1.0], [1.0, 0.0, 0.0])
    with pytest.raises(InputError, match=f"^{search.__name__} needs f.grad; "):
        search(abs, 1.0, -1.0)


def test_exact_needs_a_hessian():
    with pytest.raises(InputError, match="^exact needs f.hess; wall has none"):
        exact(wall, 0.0, 1.0)
