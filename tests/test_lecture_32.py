"""L19, differing length scales: what notebook 32 states and the notebook itself does not assert."""

import numpy as np
import pytest

from helpers.optimisers import gradient_descent, momentum, nesterov
from helpers.surfaces import Surface, quadratic
from helpers.traces import last, record

bent = Surface(  # curvature 25 up to 1, 1 up to 2, 25 beyond
    name="bent", formula="", window=((-4, 4),),
    value_at=lambda x: np.where(x < 1, 12.5 * x**2, np.where(
        x < 2, x**2 / 2 + 24 * x - 12, 12.5 * x**2 - 24 * x + 36))[:, 0],
    grad_at=lambda x: np.where(x < 1, 25 * x, np.where(x < 2, x + 24, 25 * x - 24)),
)  # fmt: skip


def valley(kappa, n=2):
    """Curvatures from 1/κ to 1, evenly spread on a logarithmic scale."""
    return quadratic(np.diag(np.geomspace(1 / kappa, 1, n)))


def polyak(kappa):
    """The best rate and β of the heavy ball, where λmax = 1."""
    root = np.sqrt(kappa)
    return 4 / (1 / root + 1) ** 2, ((root - 1) / (root + 1)) ** 2


def arrival(method, kappa, steps, n=2, **knobs):
    """The step from which on every direction is below 10⁻⁶ of its start."""
    x = record(method(valley(kappa, n), np.ones(n), **knobs), steps).x
    return int(np.nonzero((abs(x) > 1e-6).any(-1))[0][-1]) + 1


def spectral_radius(rate, beta, curvature):
    """Of the matrix that takes (x_k, x_k−1) to (x_k+1, x_k)."""
    return abs(np.linalg.eigvals([[1 + beta - rate * curvature, -beta], [1, 0]])).max()


def test_L19_only_ratios_matter():
    """f times 2¹⁰ and r over 2¹⁰: the same path to the last bit; so for x in another unit."""
    f, steeper = valley(100), quadratic(1024 * valley(100).hess(np.zeros(2)))
    path = record(gradient_descent(f, [1.0, 1.0], 1.98), 100).x
    np.testing.assert_array_equal(
        record(gradient_descent(steeper, [1.0, 1.0], 1.98 / 1024), 100).x, path
    )
    np.testing.assert_array_equal(
        record(gradient_descent(f, [0.125, 0.125], 1.98), 100).x, path / 8
    )


@pytest.mark.parametrize("kappa", [1.5, 10, 100, 1000])
def test_L19_the_best_constant_rate_is_2_over_the_sum_of_the_ends(kappa):
    low, high = 1 / kappa, 1.0
    factor = lambda r: max(abs(1 - r * low), abs(1 - r * high))  # noqa: E731
    best = 2 / (low + high)
    assert factor(best) == pytest.approx((kappa - 1) / (kappa + 1))
    assert all(factor(best) < factor(best * c) for c in (0.9, 0.999, 1.001, 1.1))


@pytest.mark.parametrize(("kappa", "steps"), [(10, 69), (100, 691), (1000, 6908)])
def test_L19_at_the_best_rate_the_steps_grow_with_kappa(kappa, steps):
    assert arrival(gradient_descent, kappa, 7000, rate=2 / (1 + 1 / kappa)) == steps


def test_L19_directions_between_the_ends_cost_nothing():
    rate, beta = polyak(100)
    assert arrival(gradient_descent, 100, 800, n=100, rate=2 / 1.01) == 691
    assert arrival(momentum, 100, 200, n=100, rate=rate, beta=beta) == 95


def test_L19_the_zigzag_begins_at_1_over_lambda_max():
    x = record(gradient_descent(valley(100), [1.0, 1.0], [0.5, 0.99, 1.01, 1.98]), 9).x
    turns = (np.sign(x[1:]) != np.sign(x[:-1])).all(0)
    assert turns.tolist() == [[False, False], [False, False], [False, True], [False, True]]


@pytest.mark.parametrize(("kappa", "steps"), [(10, 27), (100, 95), (1000, 321)])
def test_L19_with_the_best_momentum_the_steps_grow_with_the_root_of_kappa(kappa, steps):
    rate, beta = polyak(kappa)
    assert arrival(momentum, kappa, 600, rate=rate, beta=beta) == steps
    assert spectral_radius(rate, beta, 1.0) == pytest.approx(np.sqrt(beta), abs=1e-6)
    assert spectral_radius(rate, beta, 1 / kappa) == pytest.approx(np.sqrt(beta), abs=1e-6)


@pytest.mark.parametrize("kappa", [1.5, 25, 100, 1000])
def test_L19_at_the_best_pair_the_flattest_and_the_steepest_roots_coincide(kappa):
    """√β = 1 − √(rλ) for a flat direction, √(rλ) − 1 for a steep one; with a larger β: complex."""
    rate, beta = polyak(kappa)
    assert 1 - np.sqrt(rate / kappa) == pytest.approx(np.sqrt(beta))
    assert np.sqrt(rate) - 1 == pytest.approx(np.sqrt(beta))
    for curvature in (1 / kappa, 1.0):
        less, more = (np.roots([1, -(1 + b - rate * curvature), b])
                      for b in (beta - 1e-3, beta + 1e-3))  # fmt: skip
        assert np.isreal(less).all()
        assert not np.isreal(more).any()
        assert abs(more).max() < abs(less).max()


def test_L19_no_other_rate_and_beta_has_a_smaller_factor():
    rng, (rate, beta) = np.random.default_rng(19), polyak(100)
    pairs = np.vstack([rng.uniform([0, 0], [4, 1], (500, 2)),
                       [rate, beta] + rng.normal(0, 0.01, (500, 2))])
    worst = [max(spectral_radius(r, b, c) for c in (0.01, 1.0)) for r, b in pairs]
    assert min(worst) > 9 / 11


def test_L19_at_the_best_pair_the_roots_coincide_and_k_times_q_to_the_k_is_left():
    """Across the valley x_k = (−q)ᵏ (1 + (1 + q) k); so it first swings out to 3.7."""
    (rate, beta), k = polyak(100), np.arange(101)
    q = np.sqrt(beta)
    x = record(momentum(valley(100), [1.0, 1.0], rate, beta), 100).x
    np.testing.assert_allclose(x[:, 1], (-q) ** k * (1 + (1 + q) * k), atol=1e-7)
    np.testing.assert_allclose(x[:, 0], q**k * (1 + (1 - q) * k), atol=1e-7)
    assert round(abs(x[:, 1]).max(), 1) == 3.7


@pytest.mark.parametrize(("rate", "beta"), [(0.5, 0.9), (3.0, 0.9), (2.5, 0.5), (1.9, 0.0)])
def test_L19_a_run_shrinks_by_the_spectral_radius(rate, beta):
    """Measured as the mean over the steps 200 … 800, which averages the swinging out."""
    x = record(momentum(valley(100), [1.0, 1.0], rate, beta), 800)
    size = np.maximum.reduce(abs(x.x) + abs(x.velocity), axis=-1)
    measured = (size[800] / size[200]) ** (1 / 600)
    wanted = max(spectral_radius(rate, beta, c) for c in (0.01, 1.0))
    assert measured == pytest.approx(wanted, rel=2e-3)


def test_L19_with_much_momentum_the_rate_does_not_matter_in_the_long_run():
    """κ = 100, β = 0.9: the factor is √0.9 at every rate from 0.3 to 3.7, and only there."""
    factors = [max(spectral_radius(r, 0.9, c) for c in (0.01, 1.0))
               for r in (0.2, 0.3, 1.0, 2.0, 3.7, 3.8)]
    np.testing.assert_allclose(factors[1:-1], np.sqrt(0.9))
    assert min(factors[0], factors[-1]) > 0.96


def test_L19_nesterov_keeps_its_promise_off_quadratics():
    """On the curve of the next but one test, too: factor at most √(1 − 1/√κ) a step."""
    trace = record(nesterov(bent, 3.3, 1 / 25, 2 / 3), 100)
    behind = trace.x + (2 / 3) / 25 * trace.velocity
    heights = bent(behind)
    bound = (heights[0] + 3.3**2 / 2) * (1 - 1 / 5) ** np.arange(101)
    assert (heights <= bound).all()


def test_L19_momentum_is_stable_up_to_2_times_1_plus_beta():
    for beta in (0.0, 0.3, 0.9):
        f, limit = quadratic([[1.0]]), 2 * (1 + beta)
        inside, outside = last(momentum(f, 1.0, limit * np.array([0.99, 1.01]), beta), 3000).x
        assert abs(inside[0]) < 1e-6 < 1e6 < abs(outside[0])


def test_L19_nesterov_needs_157_steps_where_momentum_needs_95():
    """At the point where the gradient is taken; one more at the point behind it."""
    q = 9 / 11
    assert arrival(nesterov, 100, 400, rate=1.0, beta=q) == 157
    trace = record(nesterov(valley(100), [1.0, 1.0], 1.0, q), 400)
    behind = trace.x + q * trace.velocity
    assert np.nonzero((abs(behind) > 1e-6).any(-1))[0][-1] + 1 == 158


def test_L19_polyaks_pair_may_circle_for_ever_off_quadratics():
    """Curvature 25, 1, 25: Lessard, Recht and Packard 2016, section 4.6."""
    rate, beta = polyak(25)
    assert (rate / 25, beta) == pytest.approx((1 / 9, 4 / 9))
    x = record(momentum(bent, 3.3, rate / 25, beta), 5000).x[-300:, 0]
    np.testing.assert_allclose(np.sort(x[-3:]), [-1.802, 0.647, 2.116], atol=5e-4)
    np.testing.assert_allclose(x[3:], x[:-3], rtol=1e-12)
    assert abs(last(gradient_descent(bent, 3.3, 1 / 13), 400).x[0]) < 1e-12
    assert abs(last(momentum(quadratic([[25.0]]), 3.3, rate / 25, beta), 400).x[0]) < 1e-12


def test_L19_standardised_features_leave_only_their_correlation():
    """κ = (1 + |ρ|)/(1 − |ρ|) for two of them, and no other scaling of the two does better."""
    rng = np.random.default_rng(19)
    for share in (0.0, 0.5, -0.9):
        X = rng.standard_normal((200, 2)) @ [[1.0, 50 * share], [0.0, 50.0]]
        X = (X - X.mean(0)) / X.std(0)
        rho = abs(np.corrcoef(*X.T)[0, 1])
        kappas = [np.linalg.cond(X * [1, scale]) ** 2 for scale in (1, 0.5, 0.95, 1.05, 2, 10)]
        assert kappas[0] == pytest.approx((1 + rho) / (1 - rho))
        assert min(kappas[1:]) > kappas[0]
