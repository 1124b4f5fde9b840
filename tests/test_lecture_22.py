"""The propositions behind notebook 22, each a test named after its slide (L08, L09, Q23a)."""

import numpy as np
import pytest

from helpers.optimisers import gradient_ascent, gradient_descent
from helpers.surfaces import Surface, log_cosh, parabola, rosenbrock, two_bumps
from helpers.traces import last, record


def square(n):
    side = np.linspace(-3, 3, n)
    return np.stack(np.meshgrid(side, side), axis=-1)


def on_summits(x, radius=0.01):
    """The share of climbers that stands on the higher summit, and on the lower."""
    gap = np.linalg.norm(x[..., None, :] - two_bumps.maxima, axis=-1)
    return (gap < radius).reshape(-1, 2).mean(0)


def test_L08_descending_a_surface_is_climbing_it_upside_down():
    pits = Surface(
        name="pits", formula="-L", window=two_bumps.window,
        value_at=lambda x: -two_bumps(x), grad_at=lambda x: -two_bumps.grad(x),
    )  # fmt: skip
    up = record(gradient_ascent(two_bumps, square(9), 0.2), 50)
    down = record(gradient_descent(pits, square(9), 0.2), 50)
    np.testing.assert_array_equal(up.x, down.x)
    np.testing.assert_array_equal(up.loss, -down.loss)


@pytest.mark.parametrize(("steps", "higher", "lower"), [(100, 46.9, 36.1), (1000, 53.7, 40.0)])
def test_L08_where_a_climb_begins_decides_where_it_ends(steps, higher, lower):
    """Shares in per cent at r = 0.2; what is missing is still under way on the plain."""
    end = last(gradient_ascent(two_bumps, square(300 if steps == 100 else 100), 0.2), steps)
    np.testing.assert_allclose(100 * on_summits(end.x), [higher, lower], atol=0.05)


def test_L08_a_bigger_rate_does_not_reach_a_higher_summit():
    """r = 0.8 is above the limit of the higher summit: of 10 000 starts nobody rests there."""
    end = last(gradient_ascent(two_bumps, square(100), [[[0.8]]]), 1000)
    np.testing.assert_allclose(100 * on_summits(end.x), [0, 40.7], atol=0.05)
    leaps = np.linalg.norm(end.x[..., None, :] - [[0.425, -1.185], [1.151, -1.253]], axis=-1) < 0.01
    assert round(100 * leaps.any(-1).mean()) == 56
    near_higher = record(gradient_ascent(two_bumps, [0.6, -1.0], 0.8), 500)
    np.testing.assert_allclose(near_higher.x[-2:], near_higher.x[-4:-2], rtol=0, atol=1e-12)
    np.testing.assert_allclose(near_higher.loss[-2:], [1.2471, 1.2463], atol=5e-5)
    leaps = [[1.151, -1.253], [0.425, -1.185]]
    np.testing.assert_allclose(near_higher.x[-2:], leaps, atol=5e-4)


def test_L08_the_crowd_stands_lower_beyond_both_limits():
    """The mean height of 45 × 45 climbers after 256 steps, at r = 0.6 and at r = 1.1."""
    loss = last(gradient_ascent(two_bumps, square(45)[..., None, :], [0.6, 1.1]), 256).loss
    np.testing.assert_allclose(loss.mean((0, 1)), [1.15, 0.86], atol=0.005)


def test_L08_several_starts_reach_the_higher_summit_more_surely():
    """With 46.9 % for one start, 96 % for five."""
    assert round(1 - (1 - 0.469) ** 5, 2) == 0.96


def test_L08_a_small_gradient_does_not_mean_near():
    corner = np.array([-3.0, -3.0])
    slope = np.linalg.norm(two_bumps.grad(corner))
    assert float(f"{slope:.1e}") == 2.5e-6
    assert np.linalg.norm(corner - two_bumps.maxima, axis=-1).min() > 4


def test_L08_downhill_on_the_bumps_there_is_no_bottom():
    trace = record(gradient_descent(two_bumps, square(11), 0.2), 500)
    assert (np.diff(trace.loss, axis=0) <= 0).all()
    assert (trace.loss > 0).all()
    slide = last(gradient_descent(two_bumps, [0.6, -0.9], 0.2), 40)
    assert round(slide.loss, 4) == 0.0201


def test_Q23a_a_climber_has_no_overview():
    """A tower that no path touches changes none of them, to the last bit."""
    tower = lambda x: np.maximum(1 - ((x - [-1.6, -1.7]) ** 2).sum(-1) / 0.5, 0)  # noqa: E731
    towered = Surface(
        name="tower", formula="L + T", window=two_bumps.window,
        value_at=lambda x: two_bumps(x) + 9 * tower(x) ** 3,
        grad_at=lambda x: two_bumps.grad(x)
        - 108 * tower(x)[..., None] ** 2 * (x - [-1.6, -1.7]),
    )  # fmt: skip
    assert towered([-1.6, -1.7]) > 6 * two_bumps(two_bumps.maxima).max()
    starts = two_bumps.starts
    with_it, without = (record(gradient_ascent(f, starts, 0.2), 80) for f in (towered, two_bumps))
    np.testing.assert_array_equal(with_it.x, without.x)
    np.testing.assert_array_equal(with_it.grad, without.grad)


def test_Q23a_small_steps_are_greedy():
    """Below 1/λ of the sharpest place on the map no step leads down, from any start."""
    steepest = np.abs(np.linalg.eigvalsh(two_bumps.hess(square(201)))).max()
    loss = record(gradient_ascent(two_bumps, square(31), 1 / steepest), 200).loss
    assert np.diff(loss, axis=0).min() > -1e-14


@pytest.mark.parametrize(
    ("f", "minimum", "third"), [(rosenbrock, [1.0, 1.0], 2400.0), (log_cosh, [0.0], 0.0)]
)
def test_L09_near_a_minimum_only_the_quadratic_is_left(f, minimum, third):
    """The rest is the cubic term, f‴/6 · h³ (along x₁), up to fourth order: it dies like h."""
    minimum = np.array(minimum)
    h = 2.0 ** -np.arange(3, 10)
    along = np.eye(len(minimum))[0]
    curvature = f.hess(minimum)[0, 0]
    rise = f(minimum + h[:, None] * along) - f(minimum)
    rest = rise / (curvature * h**2 / 2) - 1
    assert (abs(rest - third * h / (3 * curvature)) < 0.3 * h**2).all()


def test_L09_the_ratio_of_cubic_to_quadratic_is_the_distance_times_f3_over_3_f2():
    """For (x² − 1)²/4 at 1 (f″ = 2, f‴ = 6) it is the distance itself."""
    h = 2.0 ** -np.arange(10)
    f = lambda x: (x**2 - 1) ** 2 / 4  # noqa: E731
    np.testing.assert_allclose(f(1 + h), h**2 + h**3 + h**4 / 4, rtol=1e-12)
    np.testing.assert_allclose((6 / 6 * h**3) / (2 / 2 * h**2), h)


def test_L09_x4_has_no_quadratic_term_and_slows_descent_down():
    """From 1 at r = 0.1 to a tenth: 120 steps, to a hundredth: 12 492 (on x²: 11 and 21)."""
    fourth = Surface(
        name="x⁴", formula="x^4", window=((-1, 1),),
        value_at=lambda x: (x**4).sum(-1), grad_at=lambda x: 4 * x**3,
        hess_at=lambda x: 12 * x[..., None] ** 2,
    )  # fmt: skip
    assert fourth.hess([0.0]) == 0
    for f, steps in [(parabola, [11, 21]), (fourth, [120, 12492])]:
        x = record(gradient_descent(f, 1.0, 0.1), 12_500).x[:, 0]
        assert [int((x < small).argmax()) for small in (0.1, 0.01)] == steps


def test_L09_a_tilt_makes_the_exception_quadratic():
    """Genericity: x⁴ − εx has its minimum at (ε/4)^⅓, with a curvature above 0."""
    for tilt in 10.0 ** -np.arange(2, 10):
        x = (tilt / 4) ** (1 / 3)
        np.testing.assert_allclose(4 * x**3, tilt)
        assert 12 * x**2 > 0


def test_L09_an_over_parameterised_network_has_valleys_of_minima():
    """n weights and m < n examples: at a perfect fit at least n − m eigenvalues are 0."""
    rng = np.random.default_rng(9)
    for hidden, examples in [(3, 2), (5, 4), (10, 7)]:
        w, v = rng.standard_normal((2, hidden))
        x = rng.uniform(-2, 2, (examples, 1))
        target = np.tanh(w * x) @ v

        def fit(p, x=x, target=target):
            w, v = np.split(p, 2)
            return ((np.tanh(w * x) @ v - target) ** 2).sum()

        J = np.hstack([v * x / np.cosh(w * x) ** 2, np.tanh(w * x)])
        curvatures = np.linalg.eigvalsh(2 * J.T @ J)
        np.testing.assert_allclose(curvatures[: 2 * hidden - examples], 0, atol=1e-12)
        flat = np.linalg.svd(J).Vh[-1]  # a direction along the valley
        steep = np.linalg.svd(J).Vh[0]
        weights = np.concatenate([w, v])
        assert fit(weights) < 1e-25
        assert fit(weights + 1e-3 * flat) < 1e-4 * fit(weights + 1e-3 * steep)
