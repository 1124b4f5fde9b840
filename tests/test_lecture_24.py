"""The propositions L14 … L16 and L20, Newton in many dimensions, as notebook 24 states them."""

import numpy as np
import pytest
from scipy import ndimage

from helpers.optimisers import damped_newton, gradient_ascent, gradient_descent, newton
from helpers.surfaces import (
    Surface,
    chained_rosenbrock,
    himmelblau,
    peaks,
    quadratic,
    rosenbrock,
    two_bumps,
)
from helpers.traces import last, record

THREE = np.vstack([two_bumps.maxima, two_bumps.saddles])  # higher, lower summit, saddle
OUT = 3


def square(n):
    side = np.linspace(-3, 3, n)
    return np.stack(np.meshgrid(side, side), axis=-1)


def ends(x):
    """Which of the three points x is on (within 0.01), or OUT."""
    near = np.linalg.norm(x[..., None, :] - THREE, axis=-1) < 0.01
    return np.where(near.any(-1), near.argmax(-1), OUT)


def shares(x):
    return [np.mean(ends(x) == end) for end in range(4)]


def step(f, x):
    return -np.linalg.solve(f.hess(x), f.grad(x)[..., None])[..., 0]


def model(f, x, d):
    """The quadratic that fits at x, at x + d."""
    return f(x) + np.vecdot(f.grad(x), d) + np.vecdot(d, np.matvec(f.hess(x), d)) / 2


def stretched(f, scale):
    """f of x / scale."""
    return Surface(
        name="stretched", formula="f(x/s)", window=f.window,
        value_at=lambda x: f(x / scale),
        grad_at=lambda x: f.grad(x / scale) / scale,
        hess_at=lambda x: f.hess(x / scale) / np.multiply.outer(scale, scale),
    )  # fmt: skip


def upside_down(f):
    return Surface(
        name="upside down", formula="-f", window=f.window,
        value_at=lambda x: -f(x), grad_at=lambda x: -f.grad(x), hess_at=lambda x: -f.hess(x),
    )  # fmt: skip


@pytest.mark.parametrize("f", [two_bumps, rosenbrock, himmelblau, peaks], ids=lambda f: f.name)
def test_L14_what_the_quadratic_leaves_out_is_of_third_order(f):
    x = np.random.default_rng(14).uniform(-1.5, 1.5, (20, 2))
    d = 1e-3 * np.random.default_rng(15).standard_normal((20, 2))
    near, twice = (f(x + h) - model(f, x, h) for h in (d, 2 * d))
    fourth = 1e-2 * abs(twice).max()  # where the cubic term happens to vanish
    np.testing.assert_allclose(twice, 8 * near, rtol=0.05, atol=fourth)


@pytest.mark.parametrize("f", [two_bumps, rosenbrock, himmelblau, peaks], ids=lambda f: f.name)
def test_L14_the_step_leads_to_the_level_place_of_the_quadratic(f):
    x = np.random.default_rng(16).uniform(-2, 2, (50, 2))
    d = last(newton(f, x), 1).x - x
    slope = f.grad(x) + np.matvec(f.hess(x), d)
    np.testing.assert_allclose(slope, 0, atol=1e-9 * abs(f.grad(x)).max())


def test_L14_along_each_eigenvector_the_step_is_that_of_one_dimension():
    x = square(11)
    values, V = np.linalg.eigh(two_bumps.hess(x))
    parts = np.matvec(V.mT, two_bumps.grad(x))
    np.testing.assert_allclose(np.matvec(V, -parts / values), step(two_bumps, x), rtol=1e-6)


def test_L14_the_stated_steps_on_the_two_bumps():
    x = np.array([(0.9, -1), (0, -0.5), (1.5, 0.5), (0.9, -0.25)])
    bends, after = np.linalg.eigvalsh(two_bumps.hess(x)), x + step(two_bumps, x)
    assert (bends < 0).all(-1).tolist() == [True, False, False, True]
    stated = [[-0.659, 1.21], [-0.361, 0.677], [-1.7, -0.0334]]
    np.testing.assert_allclose(bends[1:], stated, rtol=0, atol=5e-3)
    gaps = np.linalg.norm([x[0] - THREE[0], after[0] - THREE[0]], axis=-1)
    assert gaps.round(3).tolist() == [0.247, 0.018]
    heights = np.stack([two_bumps(x), two_bumps(after)])[:, 1:3]
    np.testing.assert_allclose(heights, [[0.595, 0.222], [0.479, 0.0438]], atol=5e-4)
    assert np.linalg.norm(after[3] - x[3]).round(0) == 25


@pytest.mark.parametrize("f", [rosenbrock, two_bumps], ids=lambda f: f.name)
def test_L20_newtons_path_is_stretched_with_the_coordinates_and_gradient_descents_is_not(f):
    scale = np.array([1000.0, 1.0])
    start = f.starts[0]
    plain = record(newton(f, start), 4).x
    there = record(newton(stretched(f, scale), start * scale), 4).x / scale
    np.testing.assert_allclose(there, plain, rtol=1e-8)
    once = last(gradient_descent(f, start, 1e-4), 1).x - start
    other = last(gradient_descent(stretched(f, scale), start * scale, 1e-4), 1).x / scale - start
    np.testing.assert_allclose(other, once / scale**2, rtol=1e-4)


@pytest.mark.parametrize("condition", [1.0, 1e3, 1e6])
def test_L20_in_a_quadratic_of_any_shape_one_step_is_enough(condition):
    rng = np.random.default_rng(20)
    turned, _ = np.linalg.qr(rng.standard_normal((50, 50)))
    A = turned * np.geomspace(1, condition, 50) @ turned.T
    f = quadratic((A + A.T) / 2)
    x = last(newton(f, rng.standard_normal((20, 50))), 1).x
    np.testing.assert_allclose(x, 0, atol=1e-14 * condition)


def test_L20_on_rosenbrock_six_steps_with_a_rise_to_1412():
    trace = record(newton(rosenbrock, [-1.2, 1.0]), 6)
    np.testing.assert_allclose(trace.loss[:4], [24.2, 4.73, 1412, 0.056], rtol=1e-3)
    far = np.linalg.norm(trace.x - 1, axis=-1)
    assert (far < 1e-6).argmax() == 6
    assert trace.loss[6] < 1e-18


def test_L15_the_hessian_takes_8_n_squared_bytes():
    """8 TB for a million weights, 8 EB for a thousand million; 16 GB are full at 44 721."""
    for n in (2, 10, 100):
        f = chained_rosenbrock(n)
        assert f.hess(f.starts[0]).nbytes == 8 * n**2
    assert [8 * n**2 for n in (10**6, 10**9)] == [8 * 10**12, 8 * 10**18]
    assert 8 * 44_721**2 < 16e9 < 8 * 44_722**2


def differences(grad, x, h=1e-5):
    e = h * np.eye(len(x))
    return (grad(x + e) - grad(x - e)) / (2 * h)


def test_L15_differences_of_the_gradient_find_every_planted_slip():
    f, rng = chained_rosenbrock(6), np.random.default_rng(150)
    for entry in np.ndindex(6, 6):
        x = rng.uniform(-2, 2, 6)
        by_hand = f.hess(x).copy()
        by_hand[entry] += rng.choice([-1, 1]) * 1e-3
        gap = abs(by_hand - differences(f.grad, x))
        assert np.unravel_index(gap.argmax(), gap.shape) == entry


def slipped(x):
    """Rosenbrock's Hessian with −200 x₂ for −400 x₂."""
    H = rosenbrock.hess(x).copy()
    H[..., 0, 0] += 200 * x[..., 1]
    return H


def test_L15_a_slip_in_the_hessian_only_makes_newton_slow():
    """It comes to rest where the gradient vanishes, after 1353 steps instead of 6."""
    f = Surface(name="slip", formula="", window=rosenbrock.window, value_at=rosenbrock.value_at,
                grad_at=rosenbrock.grad_at, hess_at=slipped)  # fmt: skip
    trace = record(newton(f, [-1.2, 1.0]), 2000)
    far = np.linalg.norm(trace.x - 1, axis=-1)
    assert (far < 1e-6).argmax() == 1353
    assert (np.diff(trace.loss[:1353]) < 0).all()
    H = rosenbrock.hess([1.0, 1.0])
    left = np.eye(2) - np.linalg.solve(slipped(np.ones(2)), H)
    slowest = abs(np.linalg.eigvals(left)).max()
    assert slowest == pytest.approx(0.990, abs=5e-4)
    np.testing.assert_allclose(far[1000:1100] / far[999:1099], slowest, rtol=1e-3)
    floor = np.linalg.eigh(H)[1][:, 0]
    bends = [floor @ M @ floor for M in (H, slipped(np.ones(2)))]
    assert bends[1] / bends[0] == pytest.approx(101, abs=0.5)


def test_L15_a_slip_hides_at_a_special_place():
    special, general = np.array([1.0, 0.0]), np.array([0.7, 1.3])
    gaps = [slipped(x) - differences(rosenbrock.grad, x) for x in (special, general)]
    np.testing.assert_allclose(gaps, [np.zeros((2, 2)), [[260, 0], [0, 0]]], atol=1e-4)


def long_gradient(x):
    miss = x[1:] - x[:-1] ** 2
    g = np.zeros_like(x)
    g[:-1] = -400 * x[:-1] * miss - 2 * (1 - x[:-1])
    g[1:] += 200 * miss
    return g


@pytest.mark.parametrize("n", [8, 10**6])
def test_L15_the_product_with_a_vector_needs_no_matrix(n):
    """Two gradients, for a matrix of three diagonals; with a million rows it would take 8 TB."""
    x, v = np.random.default_rng(n).uniform(-2, 2, (2, n))
    product = (long_gradient(x + 1e-5 * v) - long_gradient(x - 1e-5 * v)) / 2e-5
    diagonal, beside = np.full(n, 200.0), -400 * x[:-1]
    diagonal[0] = 0
    diagonal[:-1] += 1200 * x[:-1] ** 2 - 400 * x[1:] + 2
    exact = diagonal * v
    exact[:-1] += beside * v[1:]
    exact[1:] += beside * v[:-1]
    assert np.linalg.norm(product - exact) < 1e-8 * np.linalg.norm(exact)
    if n == 8:
        f = chained_rosenbrock(n)
        np.testing.assert_allclose(long_gradient(x), f.grad(x), rtol=1e-12)
        np.testing.assert_allclose(f.hess(x) @ v, exact, rtol=1e-12)


def test_L16_the_saddle_catches_more_starts_than_either_summit():
    """Window −3 … 3, 200 × 200 starts, 30 steps: 3.2, 2.3, 4.6 and 90.0 %."""
    x = last(newton(two_bumps, square(200)), 30).x
    assert np.multiply(100, shares(x)).round(1).tolist() == [3.2, 2.3, 4.6, 90.0]
    assert not (abs(x[ends(x) == OUT]).max(-1) < 3).any()  # who is on none of them has left


@pytest.mark.parametrize(("n", "steps"), [(101, 30), (101, 60), (150, 30)])
def test_L16_the_shares_do_not_depend_on_grid_and_steps(n, steps):
    found = shares(last(newton(two_bumps, square(n)), steps).x)
    np.testing.assert_allclose(found, [0.032, 0.023, 0.046, 0.900], rtol=0, atol=2e-3)


def test_L16_most_quadratics_are_saddles_and_most_first_steps_lead_down():
    x = square(200)
    bends, d = np.linalg.eigvalsh(two_bumps.hess(x)), step(two_bumps, x)
    domes, bowls = (bends < 0).all(-1).mean(), (bends > 0).all(-1).mean()
    downhill = (np.vecdot(d, two_bumps.grad(x)) < 0).mean()
    found = np.multiply(100, [domes, bowls, 1 - domes - bowls, downhill]).round(0)
    assert found.tolist() == [10, 12, 77, 87]


def test_L16_newton_finds_each_point_from_around_it_where_the_quadratic_is_of_its_kind():
    x = square(200)
    goals = ends(last(newton(two_bumps, x), 30).x)
    down = (np.linalg.eigvalsh(two_bumps.hess(x)) < 0).sum(-1)
    sizes = []
    for end, kind in enumerate([2, 2, 1]):  # directions in which the surface bends down
        patches, _ = ndimage.label(goals == end)
        nearest = np.linalg.norm(x - THREE[end], axis=-1).argmin()
        around = patches == patches.flat[nearest]
        assert (down[around] == kind).all()
        sizes.append(around.mean())
    assert np.multiply(100, sizes).round(1).tolist() == [3.0, 2.1, 4.3]


def test_L16_climbing_reaches_a_summit_and_never_the_saddle():
    found = shares(last(gradient_ascent(two_bumps, square(200), 0.2), 100).x)
    assert round(100 * sum(found[:2])) == 83
    assert found[2] == 0


@pytest.mark.parametrize(("start", "goals", "steps"), [
    ((0.9, -1.05), (0, 0), (2, 9)), ((0, -0.6), (2, 0), (3, 14)),
    ((0.45, -0.15), (1, 0), (7, 17)),
])  # fmt: skip
def test_L16_the_stated_runs(start, goals, steps):
    pure = record(newton(two_bumps, start), 30)
    climb = record(gradient_ascent(two_bumps, start, 0.2), 30)
    for run, goal, first in zip((pure, climb), goals, steps, strict=True):
        assert (ends(run.x) == goal).argmax() == first
        assert ends(run.x[-1]) == goal


def test_L16_from_the_flank_newton_runs_down_and_out():
    pure = record(newton(two_bumps, (-1.95, 0)), 30)
    assert (np.diff(pure.loss) < 0).all()
    assert abs(pure.x[-1]).max() > 3
    climb = record(gradient_ascent(two_bumps, (-1.95, 0), 0.2), 30)
    assert (ends(climb.x) == 1).argmax() == 15


def test_L16_a_guard_keeps_newton_from_the_saddle_and_in_the_window():
    x = last(damped_newton(upside_down(two_bumps), square(60)), 50).x
    np.testing.assert_allclose(shares(x), [0.51, 0.37, 0, 0.12], rtol=0, atol=0.005)
    assert (ends(x) != 2).all()
    assert abs(x).max() < 3
    later = last(damped_newton(upside_down(two_bumps), square(60)), 200).x
    assert shares(later)[OUT] == pytest.approx(0.066, abs=5e-3)  # the rest are under way


def test_L16_with_all_eigenvalues_shifted_above_zero_the_step_goes_down():
    f, x = upside_down(two_bumps), square(21)
    lowest = np.linalg.eigvalsh(f.hess(x))[..., 0]
    for more in (1e-3, 0.1, 10.0):
        nu = np.maximum(0, -lowest) + more
        shifted = f.hess(x) + nu[..., None, None] * np.eye(2)
        d = -np.linalg.solve(shifted, f.grad(x)[..., None])[..., 0]
        assert (np.vecdot(d, f.grad(x)) < 0).all()
    d = -np.linalg.solve(f.hess(x) + 1e9 * np.eye(2), f.grad(x)[..., None])[..., 0]
    np.testing.assert_allclose(1e9 * d, -f.grad(x), rtol=0, atol=1e-8)
