"""L21 and X06, lines and conjugate directions: what notebook 33 states and does not assert."""

from fractions import Fraction
from functools import partial

import numpy as np
import pytest

from helpers import line_searches
from helpers.optimisers import bfgs, conjugate_gradient, lbfgs, steepest_descent
from helpers.surfaces import himmelblau, quadratic, rosenbrock
from helpers.traces import counted, record


def bowl(curvatures, seed=33):
    """A quadratic with these curvatures along random directions."""
    n = len(curvatures)
    Q = np.linalg.qr(np.random.default_rng(seed).standard_normal((n, n)))[0]
    A = Q * curvatures @ Q.T
    return quadratic((A + A.T) / 2)


def steps_to(loss, part=1e-12):
    return int(np.argmax(loss <= part * loss[0]))


@pytest.mark.parametrize("search", [line_searches.golden_section,
                                    partial(line_searches.strong_wolfe, flat=1e-3)])
def test_L21_at_the_lowest_point_of_a_line_the_gradient_is_orthogonal_to_it(search):
    rng = np.random.default_rng(21)
    x, d = rng.uniform(-4, 4, (2, 50, 2))
    d = np.where((np.vecdot(himmelblau.grad(x), d) < 0)[:, None], d, -d)
    t = search(himmelblau, x, d)
    before, after = (np.vecdot(himmelblau.grad(p), d) for p in (x, x + t[:, None] * d))
    assert (abs(after) <= 1.001e-3 * abs(before)).all()


def test_L21_golden_section_leaves_0_618_of_the_interval_for_one_value():
    """10⁻⁸ of the interval: log 10⁻⁸ / log 0.618 = 39 values, and a few for the first bracket."""
    f = counted(quadratic([[1.0]]))
    line_searches.golden_section(f, 1.0, -1.0, 0.7)
    assert 36 <= f.calls["value"] <= 45
    assert (5**0.5 - 1) / 2 == pytest.approx(1 - line_searches.GOLDEN)


def test_L21_in_two_dimensions_each_exact_step_leaves_the_same_part_of_the_loss():
    rng = np.random.default_rng(2)
    for kappa in (3, 10, 50):
        loss = record(steepest_descent(bowl([1.0, kappa]), rng.standard_normal((20, 2))), 6).loss
        np.testing.assert_allclose(loss[2:] / loss[1:-1], (loss[1:] / loss[:-1])[:-1], rtol=1e-6)
        assert (loss[1:] / loss[:-1] <= ((kappa - 1) / (kappa + 1)) ** 2 * (1 + 1e-9)).all()


@pytest.mark.parametrize(("share", "gained"), [(0.9, 0.99), (0.1, 0.19), (1.5, 0.75)])
def test_L21_a_share_of_the_exact_step_gains_1_minus_its_defect_squared(share, gained):
    x0 = np.random.default_rng(3).standard_normal(3)
    loss = record(steepest_descent(bowl([1.0, 4.0, 30.0]), [x0, x0], share=[share, 1.0]), 1).loss
    assert np.divide(*(loss[0] - loss[1])) == pytest.approx(gained)


def test_L21_more_than_the_exact_step_keeps_the_rhythm_and_less_breaks_it():
    f, worst = quadratic(np.diag([0.01, 1.0])), [100.0, 1.0]
    loss = record(steepest_descent(f, worst, share=[0.75, 0.9, 0.95, 1.0, 1.1, 1.5]), 800).loss
    steps = [steps_to(run) for run in loss.T]
    assert max(steps[:3]) < 250
    assert steps[3:] == [691, 691, 691]


def test_L21_overstepping_leads_other_starts_into_the_worst_rhythm():
    f = quadratic(np.diag([0.01, 1.0]))
    loss = record(steepest_descent(f, [100.0, 2.0], share=[1.0, 1.1]), 800).loss
    assert [steps_to(run) for run in loss.T] == [447, 690]


def test_L21_conjugate_directions_are_orthogonal_where_the_valley_is_round():
    f = bowl([1.0, 4.0, 30.0])
    trace = record(conjugate_gradient(f, [1.0, -2.0, 0.5]), 2)
    values, vectors = np.linalg.eigh(f.hess(np.zeros(3)))
    root = vectors * np.sqrt(values) @ vectors.T
    round_steps, steps = trace.direction @ root, trace.direction
    for d, orthogonal in [(round_steps, True), (steps, False)]:
        d = d / np.linalg.norm(d, axis=-1, keepdims=True)
        assert (abs(np.tril(d @ d.T, -1)).max() < 1e-9) == orthogonal


def test_L21_on_a_quadratic_the_formulas_for_beta_agree():
    f = bowl(np.linspace(1.0, 20, 6))
    paths = [record(conjugate_gradient(f, np.ones(6), rule=rule), 5).x
             for rule in ("fletcher_reeves", "polak_ribiere")]  # fmt: skip
    np.testing.assert_allclose(*paths, atol=1e-12)


def test_L21_without_rounding_conjugate_gradient_ends_after_exactly_n_steps():
    """In fractions, from a gradient of ones; ∇f is exactly 0 after N steps and not before."""
    for n in (2, 5, 12):
        curvatures = [Fraction(k * k) for k in range(1, n + 1)]
        g, d = [Fraction(1)] * n, [Fraction(-1)] * n
        for step in range(n):
            assert any(g), step
            Hd = [c * part for c, part in zip(curvatures, d, strict=True)]
            square = sum(part * part for part in g)
            t = square / sum(a * b for a, b in zip(d, Hd, strict=True))
            g = [a + t * b for a, b in zip(g, Hd, strict=True)]
            beta = sum(part * part for part in g) / square
            d = [beta * b - a for a, b in zip(g, d, strict=True)]
        assert not any(g)


def steps_taken(curvatures, order):
    """Of conjugate gradient to 10⁻⁸ of the gradient, with its sums in this order; inf above 160."""
    x = 1 / curvatures[order]
    g = x * curvatures[order]
    d, first = -g, g @ g
    for step in range(1, 161):
        Hd = curvatures[order] * d
        x = x - (g @ d) / (d @ Hd) * d
        g, before = x * curvatures[order], g @ g
        d = (g @ g) / before * d - g
        if g @ g <= 1e-16 * first:
            return step
    return np.inf


@pytest.mark.parametrize("different", [1, 2, 3, 5, 10, 20, 50])
@pytest.mark.parametrize("kappa", [10, 100, 1000, 10_000, 1_000_000])
def test_L21_no_order_of_the_sums_changes_the_words_for_the_steps_it_takes(different, kappa):
    """Each processor has its own. The notebook's words, one for each of these limits, have room."""
    curvatures = np.geomspace(1, kappa, different)[np.arange(50) * different // 50]
    rng = np.random.default_rng(50)
    taken = [steps_taken(curvatures, rng.permutation(50)) for _ in range(30)]
    limits = np.array([different - 10, different + 11, 2.15 * different, 3.2 * different, np.inf])
    assert np.argmax(min(taken) - 1 <= limits) == np.argmax(max(taken) + 1 <= limits)


@pytest.mark.parametrize("kappa", [10, 100, 1000, 10_000])
def test_L21_conjugate_gradient_falls_at_least_as_fast_as_momentum_at_its_best(kappa):
    """f − f* ≤ 4 q²ᵏ (f₀ − f*), q = (√κ − 1)/(√κ + 1)."""
    curvatures = np.geomspace(1, kappa, 50)
    loss = record(conjugate_gradient(quadratic(np.diag(curvatures)), 1 / curvatures), 100).loss
    q = (kappa**0.5 - 1) / (kappa**0.5 + 1)
    assert (loss <= 4 * q ** (2 * np.arange(101)) * loss[0] + 1e-14).all()


def test_X06_with_exact_lines_bfgs_walks_with_conjugate_gradient_and_learns_the_inverse():
    for n in (2, 4, 7):
        f, x0 = bowl(np.geomspace(1, 30, n)), np.ones(n)
        learnt = record(bfgs(f, x0, line_searches.exact), n)
        np.testing.assert_allclose(learnt.x, record(conjugate_gradient(f, x0), n).x, atol=1e-7)
        np.testing.assert_allclose(learnt.inverse[n], np.linalg.inv(f.hess(x0)), atol=1e-6)


@pytest.mark.parametrize("memory", [1, 2, 7])
def test_X06_with_exact_lines_one_pair_is_enough_for_lbfgs_to_walk_with_conjugate_gradient(memory):
    f, x0 = bowl(np.geomspace(1, 30, 7)), np.ones(7)
    walk = record(lbfgs(f, x0, memory, line_searches.exact), 7).x
    np.testing.assert_allclose(walk, record(conjugate_gradient(f, x0), 7).x, atol=1e-7)


@pytest.mark.parametrize("start", [[-1.2, 1.0], [1.5, -0.5]])
def test_X06_on_rosenbrock_bfgs_costs_fewest_gradients_and_steepest_descent_most(start):
    careful = partial(line_searches.strong_wolfe, flat=0.1)
    methods = [bfgs, partial(conjugate_gradient, search=careful),
               partial(conjugate_gradient, search=careful, rule="fletcher_reeves"),
               partial(steepest_descent, search=careful)]  # fmt: skip
    costs = []
    for method in methods:
        f = counted(rosenbrock)
        next(state for state in method(f, start) if state.loss < 1e-8)
        costs.append(f.calls["grad"])
    assert costs == sorted(costs)
    assert costs[0] < 60 < 1000 < costs[-1]
