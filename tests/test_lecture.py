"""The propositions of the lecture, each a test named after its slide (L01 … L30).

A number that a notebook states in its prose is asserted here or in the notebook itself.
"""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from helpers.optimisers import gradient_ascent, gradient_descent, momentum, newton
from helpers.surfaces import Surface, log_cosh, parabola, quadratic, rosenbrock, two_bumps
from helpers.traces import last, record, verdict

FOUR_RATES = [0.05, 0.2, 0.9, 1.02]


def bowl(rng, curvatures):
    """A quadratic with these curvatures along random directions."""
    Q = np.linalg.qr(rng.standard_normal((len(curvatures),) * 2))[0]
    A = Q * curvatures @ Q.T
    return quadratic((A + A.T) / 2)


def curvatures_at(f, x):
    return np.linalg.eigvalsh(f.hess(x))


# Section 2: gradient descent -----------------------------------------------------------------


def test_L01_the_cover_has_two_summits_and_one_saddle():
    f, stationary = two_bumps, [[-0.9935, 0.9959], [-0.0481, 0.2076], [0.7886, -1.2202]]
    exact = last(newton(f, stationary), 10)
    assert np.abs(exact.grad).max() < 1e-15
    np.testing.assert_allclose(exact.x, stationary, rtol=0, atol=5e-5)
    np.testing.assert_allclose(exact.loss, [1.0034, 0.4416, 1.4243], rtol=0, atol=5e-5)
    np.testing.assert_allclose(exact.x[[2, 0]], f.maxima, rtol=0, atol=1e-15)
    np.testing.assert_allclose(exact.x[[1]], f.saddles, rtol=0, atol=1e-15)
    np.testing.assert_allclose(curvatures_at(f, exact.x[1]), [-0.732, 1.778], atol=5e-4)
    assert (curvatures_at(f, f.maxima) < 0).all()


def test_L06_a_vanishing_gradient_is_not_yet_a_maximum():
    """Started on the saddle nothing moves; a nudge to either side climbs to either summit.

    In floating point nothing moves for a while only: the last digits are a nudge, too.
    """
    nudge = np.linalg.eigh(two_bumps.hess(two_bumps.saddles[0])).eigenvectors[:, 1]
    (saddle,) = two_bumps.saddles
    still = last(gradient_ascent(two_bumps, saddle, 0.2), 20).x
    np.testing.assert_allclose(still, saddle, rtol=0, atol=1e-12)
    starts = saddle + np.array([[1e-3], [-1e-3]]) * nudge
    ends = last(gradient_ascent(two_bumps, starts, 0.2), 500)
    summits = ends.x[np.argsort(ends.x[:, 0])]
    np.testing.assert_allclose(summits, two_bumps.maxima[::-1], rtol=0, atol=1e-9)


@pytest.mark.parametrize("method", [gradient_descent, gradient_ascent])
def test_L08_small_steps_along_the_gradient_go_up_and_against_it_down(method):
    starts = np.random.default_rng(0).uniform(-2, 2, (100, 2))
    change = np.diff(record(method(two_bumps, starts, 0.1), 30).loss, axis=0)
    assert ((change > 0) if method is gradient_ascent else (change < 0)).all()


def test_L08_a_summit_holds_a_climber_only_below_its_own_limit():
    """2/λ is 0.700 for the higher, sharper summit and 0.998 for the lower one."""
    limits = -2 / curvatures_at(two_bumps, two_bumps.maxima)[:, 0]
    assert limits.round(3).tolist() == [0.700, 0.998]
    beside = two_bumps.maxima + 1e-6
    trace = record(gradient_ascent(two_bumps, beside, [[0.69], [0.8], [1.01]]), 1000)
    stays = np.linalg.norm(trace.x[-1] - two_bumps.maxima, axis=-1) < 1e-6
    assert stays.tolist() == [[True, True], [False, True], [False, False]]


def test_L10_newton_lands_in_one_step_on_a_quadratic():
    rng = np.random.default_rng(10)
    for n in (1, 2, 5, 20):
        f = bowl(rng, rng.uniform(0.5, 50, n))
        end = last(newton(f, rng.standard_normal((7, n))), 1)
        np.testing.assert_allclose(end.x, np.zeros((7, n)), rtol=0, atol=1e-13)


double_well = Surface(  # (x² − 1)²/4, minima at ±1, a maximum at 0
    name="double well", formula=r"\\frac{(x^2-1)^2}{4}", window=((-2, 2),), minima=[[-1], [1]],
    value=lambda x: (x[:, 0] ** 2 - 1) ** 2 / 4,
    slope=lambda x: x**3 - x,
    curvature=lambda x: (3 * x**2 - 1)[..., None],
)  # fmt: skip


def test_L11_newton_squares_the_error_times_c():
    """ε → cε² with c = |f‴/(2f″)| = 1.5; seen in fractions, because float64 soon runs out."""
    x, errors = Fraction(2), []
    for _ in range(9):
        errors.append(x - 1)
        x -= (x**3 - x) / (3 * x**2 - 1)
    stated = [1, 0.45, 0.15, 0.025, 9.1e-4, 1.2e-6, 2.3e-12, 7.9e-24, 9.3e-47]
    np.testing.assert_allclose(np.array(errors, float), stated, rtol=0.05)
    factors = [float(after / before**2) for before, after in pairwise(errors)]
    np.testing.assert_allclose(factors[4:], 6 / (2 * 2), rtol=3e-3)
    assert all(np.diff(np.abs(np.array(factors) - 1.5)) < 0)

    trace = record(newton(double_well, 2.0), 8)
    exact = np.array([float(1 + e) for e in errors])
    np.testing.assert_allclose(trace.x[:, 0], exact, rtol=1e-15)


def test_L12_newton_too_far_away_goes_anywhere():
    """From 0.46 across to −0.533 and out to 2.053, from 0.44 to the maximum, from 0.58 to 42.4."""
    trace = record(newton(double_well, [[0.46], [0.45], [0.44], [0.58]]), 60)
    assert trace.x[1:3, 0, 0].round(3).tolist() == [-0.533, 2.053]
    np.testing.assert_allclose(trace.x[-1, :, 0], [1, -1, 0, 1], rtol=0, atol=1e-12)
    assert verdict(trace).tolist() == ["arrived", "arrived", "stuck", "arrived"]
    assert round(trace.x[1, 3, 0], 1) == 42.4


def test_L14_newton_in_many_dimensions_is_x_minus_inverse_hessian_times_gradient():
    x0 = np.random.default_rng(14).uniform(-2, 2, (50, 2))
    after = last(newton(rosenbrock, x0), 1).x
    inverse = np.linalg.inv(rosenbrock.hess(x0))
    np.testing.assert_allclose(after, x0 - np.matvec(inverse, rosenbrock.grad(x0)), rtol=1e-9)


# Section 3: the learning rate ----------------------------------------------------------------


def test_L17_each_step_on_the_parabola_multiplies_x_by_1_minus_2r():
    rates = np.linspace(0.01, 1.1, 110)
    x = record(gradient_descent(parabola, 2.0, rates), 50).x[..., 0]
    powers = (1 - 2 * rates) ** np.arange(51)[:, None]
    np.testing.assert_allclose(x, 2 * powers, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    ("rate", "factor"), list(zip(FOUR_RATES, [0.9, 0.6, -0.8, -1.04], strict=True))
)
def test_L17_the_four_rates_of_the_lecture(rate, factor):
    x = record(gradient_descent(parabola, 2.0, rate), 20).x[:, 0]
    np.testing.assert_allclose(x[1:] / x[:-1], factor, rtol=1e-14)


def test_L17_what_becomes_of_the_four_rates():
    trace = record(gradient_descent(parabola, 2.0, FOUR_RATES), 200)
    assert verdict(trace).tolist() == ["arrived", "arrived", "arrived", "diverged"]
    x = trace.x[..., 0]
    slow, quick, jumping, _ = (np.abs(x) < 0.02).argmax(0).tolist()  # steps to a hundredth
    assert (slow, quick, jumping) == (44, 10, 21)
    assert (np.sign(x[:100, 2]) == [1, -1] * 50).all()


def test_L17_the_rate_1_02_grows_by_4_per_cent_a_step():
    x = np.abs(record(gradient_descent(parabola, 2.0, 1.02), 100).x[:, 0])
    assert (round(x[20], 2), round(x[100])) == (4.38, 101)
    assert (np.diff(x) > 0).all()


@pytest.mark.parametrize("x0", [2.0, 0.1, -1 / 3])
def test_L17_exactly_1_bounces_for_ever(x0):
    """Between x₀ and −x₀, to the last bit."""
    x = record(gradient_descent(parabola, x0, 1.0), 1001).x[:, 0]
    np.testing.assert_array_equal(x, [x0, -x0] * 501)


def test_L18_the_best_rate_is_1_over_the_curvature_and_arrives_in_one_step():
    assert last(gradient_descent(parabola, 2.0, 0.5), 1).x == 0
    curvatures = np.random.default_rng(18).uniform(0.1, 100, 20)
    for curvature in curvatures:
        f = quadratic([[curvature]])
        assert abs(last(gradient_descent(f, 1.0, 1 / curvature), 1).x[0]) < 3e-16


def test_L18_the_limit_is_2_over_the_curvature():
    for curvature in (0.5, 2.0, 40.0):
        f, limit = quadratic([[curvature]]), 2 / curvature
        trace = record(gradient_descent(f, 1.0, limit * np.array([0.99, 1.0, 1.01])), 1000)
        assert verdict(trace).tolist() == ["arrived", "still moving", "diverged"]


def test_L17_the_rates_0_1_and_0_9_have_the_same_loss_curve():
    """One crawls, the other jumps. Rates whose sum is 1 have factors ±(1 − 2r): the same losses.

    To the last bit where the rates are binary fractions (1/8 and 7/8). 0.1 and 0.9 are none: there
    the losses agree to 10⁻¹⁴ of themselves over 50 steps, too little for any picture.
    """
    x0 = 2.0
    crawl, jump = (record(gradient_descent(parabola, x0, r), 50) for r in (0.1, 0.9))
    np.testing.assert_allclose(crawl.loss, jump.loss, rtol=1e-14)
    np.testing.assert_allclose(crawl.loss[1:] / crawl.loss[:-1], 0.64, rtol=1e-14)
    assert (crawl.x > 0).all()
    assert (np.sign(jump.x[:, 0]) == [1, -1] * 25 + [1]).all()

    crawl, jump = (record(gradient_descent(parabola, x0, r), 15) for r in (1 / 8, 7 / 8))
    np.testing.assert_array_equal(crawl.loss, jump.loss)
    np.testing.assert_array_equal(crawl.x, jump.x * (-1.0) ** np.arange(16)[:, None])


def test_L17_on_a_quadratic_the_loss_never_wiggles():
    """With one curvature it falls at every step, or rises at every step, or stays."""
    rates = np.array([0.01, 0.3, 0.7, 0.99, 1.01, 1.1])
    change = np.diff(record(gradient_descent(parabola, 2.0, rates), 200).loss, axis=0)
    np.testing.assert_array_equal(np.sign(change), np.tile([-1, -1, -1, -1, 1, 1], (200, 1)))


def test_L17_below_the_limit_the_loss_falls_on_every_quadratic():
    """Above it, it may fall at first; then it rises for good. It turns at most once."""
    rng = np.random.default_rng(17)
    for n in (2, 3, 10):
        f = bowl(rng, rng.uniform(0.1, 10, n))
        limit = 2 / curvatures_at(f, np.zeros(n))[-1]
        rates = limit * np.array([0.1, 0.5, 0.999, 1.05, 1.3])
        trace = record(gradient_descent(f, rng.standard_normal(n), rates), 60)
        change = np.diff(trace.loss, axis=0)
        assert (change[:, :3] < 0).all()
        turns = np.diff(np.sign(change), axis=0)
        assert (np.abs(turns).sum(0) <= 2).all()
        assert (turns >= 0).all()
        assert (change[-1, 3:] > 0).all()


def test_L17_a_wiggling_loss_means_something_else():
    """Momentum wiggles on the same parabola at a rate where plain descent does not."""
    plain, swinging = gradient_descent(parabola, 2.0, 0.1), momentum(parabola, 2.0, 0.1, 0.9)
    assert (np.diff(record(plain, 50).loss) < 0).all()
    assert (np.diff(np.sign(np.diff(record(swinging, 50).loss))) != 0).sum() > 5


def test_L18_on_a_quadratic_k_steps_are_I_minus_rA_to_the_power_k():
    rng = np.random.default_rng(5)
    for n in (1, 2, 5, 20):
        f = bowl(rng, rng.uniform(0.1, 4, n))
        A, x0 = f.hess(np.zeros(n)), rng.standard_normal(n)
        trace = record(gradient_descent(f, x0, [0.1, 0.45]), 30)
        for run, rate in enumerate((0.1, 0.45)):
            for k in (0, 1, 7, 30):
                power = np.linalg.matrix_power(np.eye(n) - rate * A, k)
                np.testing.assert_allclose(trace.x[k, run], power @ x0, rtol=0, atol=1e-13)


def test_L18_on_a_quadratic_descent_diverges_if_and_only_if_r_exceeds_2_over_lambda_max():
    rng = np.random.default_rng(6)
    for n in (1, 2, 3, 8):
        for _ in range(5):
            f = bowl(rng, rng.uniform(1, 10, n))
            limit = 2 / curvatures_at(f, np.zeros(n))[-1]
            rates = limit * np.array([0.1, 0.5, 0.99, 1.01, 1.5, 10])
            trace = record(gradient_descent(f, rng.standard_normal(n), rates), 1500)
            assert verdict(trace).tolist() == ["arrived"] * 3 + ["diverged"] * 3


def test_L18_away_from_quadratics_a_rate_above_the_limit_need_not_diverge():
    """log cosh, f″(0) = 1, r = 3: the run bounces for ever between ±1.2878, where 2x = 3 tanh x."""
    low, high = 1.0, 2.0  # bisection: 3 tanh x − 2x changes its sign here
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if 3 * np.tanh(middle) > 2 * middle else (low, middle)
    assert round(low, 4) == 1.2878
    trace = record(gradient_descent(log_cosh, [[2.0], [0.1], [-10.0]], 3.0), 200)
    x = trace.x[-20:, :, 0]
    np.testing.assert_allclose(np.abs(x), low, rtol=1e-14)
    np.testing.assert_array_equal(np.sign(x[1:]), -np.sign(x[:-1]))
    assert verdict(trace).tolist() == ["still moving"] * 3
    below = record(gradient_descent(log_cosh, 2.0, 1.9), 500)
    assert verdict(below) == "arrived"


def test_L18_rosenbrock_at_0_005_stays_bounded_above_its_limit():
    """The limit at the minimum is 0.0019968; from (−1.2, 1) it neither arrives nor diverges.

    It leaps up once, descends, wiggles, and ends jumping between two points of the valley for ever.
    """
    limit = 2 / curvatures_at(rosenbrock, [1.0, 1.0])[-1]
    assert round(limit, 7) == 0.0019968
    trace = record(gradient_descent(rosenbrock, [-1.2, 1.0], [0.0018, 0.005]), 15_000)
    assert verdict(trace).tolist() == ["arrived", "still moving"]
    assert np.isfinite(trace.loss).all()
    assert trace.loss[-1, 0] < 1e-9
    loss = trace.loss[:, 1]
    assert loss.argmax() == 1
    assert (round(loss[1]), round(loss[2:].max())) == (204, 34)
    assert sorted(loss[-2:].round(3)) == [0.717, 0.788]
    np.testing.assert_allclose(trace.x[-1000:, 1], np.tile(trace.x[-2:, 1], (500, 1)), rtol=1e-9)


def test_L18_rosenbrock_at_0_0018_needs_5168_steps():
    loss = record(gradient_descent(rosenbrock, [-1.2, 1.0], 0.0018), 6000).loss
    assert (loss <= 1e-4).argmax() == 5168


def test_L19_the_steep_direction_limits_the_rate_and_the_flat_one_sets_the_time():
    """Curvatures 20 and 1: each coordinate falls at 1 − rλ; above 0.1 the steep one grows."""
    f = quadratic(np.diag([20.0, 1.0]))
    rates = np.array([0.02, 0.09, 0.11])
    x = record(gradient_descent(f, [1.0, 1.0], rates), 40).x
    powers = (1 - rates[:, None] * [20.0, 1.0]) ** np.arange(41)[:, None, None]
    np.testing.assert_allclose(x, powers, rtol=1e-12, atol=1e-14)
    assert abs(x[-1, 1, 0]) < 1e-3 < 0.02 < x[-1, 1, 1]
    assert abs(x[-1, 2, 0]) > 1e3
    zigzag = np.sign(x[:5, :, 0]) == np.array([[1], [-1], [1], [-1], [1]])
    assert zigzag.all(0).tolist() == [False, True, True]  # where r > 1/20


def test_L23_rosenbrock_is_a_sum_of_two_squared_residuals():
    assert rosenbrock.residuals([-1.2, 1.0]).tolist() == pytest.approx([-4.4, 2.2])
    assert rosenbrock.jacobian([-1.2, 1.0]).tolist() == [[24, 10], [-1, 0]]
    assert rosenbrock([-1.2, 1.0]) == pytest.approx(24.2)
    assert rosenbrock(rosenbrock.minima) == 0


def test_L24_on_a_plateau_momentum_goes_1_over_1_minus_beta_times_as_fast():
    """(g(w) − 1)² from w = −10 at r = 1: 11 034 steps to w = 0; β = 0.9: 1160; β = 0.99: 292."""
    g = lambda w: 1 / (1 + np.exp(-w))  # noqa: E731
    plateau = Surface(
        name="plateau", formula="(g(w)-1)^2", window=((-12, 12),),
        value=lambda w: (g(w[:, 0]) - 1) ** 2,
        slope=lambda w: 2 * (g(w) - 1) * g(w) * (1 - g(w)),
    )  # fmt: skip
    trace = record(momentum(plateau, -10.0, 1.0, [0.0, 0.9, 0.99]), 11_100)
    assert (trace.loss < 0.25).argmax(0).tolist() == [11034, 1160, 292]
