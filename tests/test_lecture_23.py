"""The propositions L10 … L13, Newton's method in one dimension, as notebook 23 states them."""

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from helpers.optimisers import damped_newton, gradient_descent, newton
from helpers.surfaces import Surface, double_well, exponential
from helpers.traces import last, record, verdict


def exact(slope, curvature, x, steps):
    """Newton's positions in whatever numbers x is made of."""
    positions = [x]
    for _ in range(steps):
        x = x - slope(x) / curvature(x)
        positions.append(x)
    return positions


def power(m):
    """xᵐ, flat at the bottom for m > 2."""
    return Surface(
        name=f"x^{m}", formula=f"x^{m}", window=((-1, 1),), minima=[0],
        value_at=lambda x: x[:, 0] ** m,
        grad_at=lambda x: m * x ** (m - 1),
        hess_at=lambda x: (m * (m - 1) * x ** (m - 2))[..., None],
    )  # fmt: skip


@pytest.mark.parametrize(("b", "minimum"), [(2.0, 0.0), (0.3, -4.0), (500.0, 7.5)])
def test_L10_on_a_parabola_one_step_leads_to_the_minimum_from_anywhere(b, minimum):
    """f = a + b/2 (x − x*)²: f′/f″ = x − x*."""
    f = Surface(
        name="parabola at x*", formula="", window=((-9, 9),),
        value_at=lambda x: 7 + b / 2 * (x[:, 0] - minimum) ** 2,
        grad_at=lambda x: b * (x - minimum),
        hess_at=lambda x: np.full((len(x), 1, 1), b),
    )  # fmt: skip
    starts = np.linspace(-50, 50, 101)[:, None]
    np.testing.assert_allclose(last(newton(f, starts), 1).x, minimum, rtol=0, atol=1e-13)


def test_L10_the_vertex_of_the_fitted_parabola_is_the_zero_of_the_tangent():
    x = np.linspace(-2, 2, 41)[:, None]
    g, bend = double_well.grad(x), double_well.hess(x)[..., 0]
    after = last(newton(double_well, x), 1).x
    np.testing.assert_allclose(g + bend * (after - x), 0, atol=1e-12)  # the tangent of f′
    at = lambda d: double_well(x)[:, None] + g * d + bend / 2 * d**2  # noqa: E731
    vertex = after - x
    sides = at(vertex + 0.1) + at(vertex - 0.1) - 2 * at(vertex)
    np.testing.assert_allclose(at(vertex + 0.1), at(vertex - 0.1), rtol=1e-10)
    assert (np.sign(sides) == np.sign(bend)).all()  # a top where f″ < 0


def test_L10_the_first_steps_on_the_double_well_from_2():
    x = record(newton(double_well, 2.0), 3).x[:, 0]
    assert x.round(3).tolist() == [2, 1.455, 1.151, 1.025]
    assert double_well.hess(2.0) == 11


def test_L10_on_a_hill_newton_climbs():
    """Where f″ < 0 the vertex is a top, and the step leads uphill."""
    x0 = np.array([[0.3], [-0.4], [0.1]])
    trace = record(newton(double_well, x0), 6)
    assert double_well.hess(0.3).item() == pytest.approx(-0.73)
    assert (np.diff(trace.loss, axis=0) >= 0).all()
    np.testing.assert_allclose(trace.x[-1], 0, atol=1e-8)


def test_L11_c_is_f3_over_2f2():
    """ε₊/ε² → |f‴/(2f″)|: 6/(2 · 2) on the double well, 2/(2 · 2) on eˣ − 2x."""
    x = exact(lambda x: x**3 - x, lambda x: 3 * x**2 - 1, Fraction(11, 10), 6)
    errors = [each - 1 for each in x]
    assert float(errors[6] / errors[5] ** 2) == pytest.approx(1.5, rel=1e-9)
    with localcontext(prec=200):
        log2 = Decimal(2).ln()
        x = exact(lambda x: x.exp() - 2, Decimal.exp, log2 + Decimal("0.5"), 7)
        errors = [each - log2 for each in x]
        assert float(errors[7] / errors[6] ** 2) == pytest.approx(0.5, rel=1e-9)
        assert [round(float(-e.log10())) for e in errors[4:]] == [10, 20, 41, 82]


def test_L11_gradient_descent_gains_the_same_digits_at_every_step():
    """On eˣ − 2x at r = 0.2 the factor is 0.6, or 0.22 digits: about 370 steps for 82 digits."""
    x = record(gradient_descent(exponential, np.log(2) + 1e-3, 0.2), 20).x[:, 0]
    error = abs(x - np.log(2))
    np.testing.assert_allclose(error[1:] / error[:-1], 0.6, rtol=1e-3)
    assert round(-np.log10(0.6), 2) == 0.22
    assert round(82 / -np.log10(0.6), -1) == 370


def test_L11_what_is_squared_is_c_times_the_error():
    """In other units c changes, and the run does not: millimetres for metres."""
    slope, curvature = lambda x: x**3 - x, lambda x: 3 * x**2 - 1
    long = exact(slope, curvature, Fraction(11, 10), 5)
    short = exact(
        lambda x: slope(x / 1000) / 1000, lambda x: curvature(x / 1000) / 1000**2,
        Fraction(1100), 5,
    )  # fmt: skip
    assert short == [1000 * x for x in long]
    c = [float((x[5] - unit) / (x[4] - unit) ** 2) for x, unit in [(long, 1), (short, 1000)]]
    assert c == pytest.approx([1.5, 0.0015], rel=1e-3)


def test_L11_the_digits_triple_where_f3_is_0():
    """ε₊ → f⁗/(3f″) ε³: x²/2 + x⁴/4 at 0, and the double well at its maximum."""
    bowl = exact(lambda x: x + x**3, lambda x: 1 + 3 * x**2, Fraction(1, 10), 5)
    hill = exact(lambda x: x**3 - x, lambda x: 3 * x**2 - 1, Fraction(1, 10), 5)
    for x, factor in [(bowl, 6 / (3 * 1)), (hill, 6 / (3 * -1))]:
        assert float(x[5] / x[4] ** 3) == pytest.approx(factor, rel=1e-9)
    digits = [-np.log10(abs(float(x))) for x in bowl[2:5]]
    assert digits[1] / digits[0] == pytest.approx(3, rel=0.05)
    assert digits[2] / digits[1] == pytest.approx(3, rel=0.02)


@pytest.mark.parametrize("m", [2, 4, 6, 10])
def test_L11_on_a_power_newtons_factor_is_m_minus_2_over_m_minus_1(m):
    trace = record(newton(power(m), 1.0), 18)
    told = (m - 2) / (m - 1) * trace.x[:-1]
    np.testing.assert_allclose(trace.x[1:], told, rtol=1e-12, atol=1e-15)
    longer = trace.x[:-1] + (m - 1) * trace.direction[:-1]
    np.testing.assert_allclose(longer, 0, atol=1e-14)


def test_L11_on_x4_newton_takes_18_steps_and_gradient_descent_1_249_988():
    """To 10⁻³ from 1, at r = 0.1. 1/x² grows by 8r a step at the start, and hardly more later."""
    x = record(newton(power(4), 1.0), 18).x[:, 0]
    assert x[17] > 1e-3 > x[18]
    at, steps = 1.0, 0
    while at > 1e-3:
        at, steps = at - 0.4 * at**3, steps + 1
    assert steps == 1_249_988
    first = record(gradient_descent(power(4), 1.0, 0.1), 1000).x[:, 0]
    np.testing.assert_allclose(first[1:] ** -2.0, 1 + 0.8 * np.arange(1, 1001), rtol=0.6)
    growth = np.diff(first**-2.0)
    assert (growth > 0.8).all() and growth[-1] < 0.802


def test_L11_the_old_rule_for_square_roots_is_newtons_step():
    """For f′ = x² − a: the mean of x and a/x."""
    a, x = Fraction(2), Fraction(3)
    after = exact(lambda x: x**2 - a, lambda x: 2 * x, x, 4)[1:]
    assert after[0] == (x + a / x) / 2
    assert float(after[3]) == pytest.approx(np.sqrt(2), abs=1e-6)


def test_L12_the_stated_runs_on_the_double_well():
    x = record(newton(double_well, [[0.46], [0.45], [0.44], [0.58]]), 40).x[..., 0].T
    assert x[0, 1:3].round(3).tolist() == [-0.533, 2.053]
    np.testing.assert_allclose(x[1, 1:4], [-0.464, 0.567, -10.2], atol=0.05)
    np.testing.assert_allclose(x[2, 1:4], [-0.406, 0.266, -0.0479], atol=5e-4)
    assert x[3, 1].round(1) == 42.4
    assert x[3, 2] / x[3, 1] == pytest.approx(2 / 3, rel=1e-3)  # far out it is like x⁴
    np.testing.assert_allclose(x[:, -1], [1, -1, 0, 1], rtol=0, atol=1e-12)


def test_L12_the_shares_of_the_three_ends():
    """The maximum draws in |x| < 1/√5; what is left is shared by symmetry: 38.8/22.4/38.8 %."""
    starts = np.linspace(-2, 2, 4001)
    ends = last(newton(double_well, starts[:, None]), 99).x[:, 0]
    np.testing.assert_allclose(ends, np.round(ends), rtol=0, atol=1e-12)
    np.testing.assert_array_equal(np.round(ends) == 0, abs(starts) < 1 / np.sqrt(5))
    shares = [round(100 * np.mean(np.round(ends) == end), 1) for end in (1, 0, -1)]
    assert shares == [38.8, 22.4, 38.8]
    assert round(100 * 2 / np.sqrt(5) / 4, 1) == 22.4


def test_L12_stripes_each_a_sixth_as_wide_crowd_towards_one_over_root_5():
    """From 1/√5 the run jumps to −1/√5 and back; close beside it the distance grows sixfold."""
    root = 1 / np.sqrt(5)
    x = record(newton(double_well, [[root], [root + 1e-6]]), 2).x[..., 0]
    np.testing.assert_allclose(x[:, 0], [root, -root, root], rtol=1e-13)
    np.testing.assert_allclose(x[:, 1] - x[:, 0], [1e-6, -6e-6, 36e-6], rtol=1e-4)
    starts = np.linspace(root, 0.5, 20_001)[1:]
    ends = np.round(last(newton(double_well, starts[:, None]), 99).x[:, 0])
    borders = starts[1:][np.diff(ends) != 0][::-1]
    assert borders[:3].round(4).tolist() == [0.4656, 0.4502, 0.4477]
    widths = -np.diff(borders[:4])
    np.testing.assert_allclose(widths[1:] / widths[:-1], 1 / 6, atol=0.01)


def test_L12_where_f_is_nearly_straight_newton_is_thrown_far_and_crawls_back():
    """eˣ − 2x from −3: to 36.2, then one unit a step, because f′/f″ = 1 − 2e⁻ˣ."""
    x = record(newton(exponential, -3.0), 42).x[:, 0]
    assert x[1].round(1) == 36.2
    assert round(exponential.grad(-3.0).item(), 2) == -1.95
    assert round(exponential.hess(-3.0).item(), 4) == 0.0498
    np.testing.assert_allclose(np.diff(x)[1:30], -1, atol=0.01)
    error = abs(x - np.log(2))
    assert error[35].round(1) == 1.6
    assert (error < 1e-6).argmax() == 40
    assert error[41] < 1e-14


def test_L13_the_hybrid_finds_the_minimum_on_its_own_side_and_never_rises():
    starts = np.linspace(-2, 2, 4000)[:, None]
    trace = record(damped_newton(double_well, starts), 15)
    np.testing.assert_allclose(trace.x[-1], np.sign(starts), rtol=0, atol=1e-9)
    assert (np.diff(trace.loss, axis=0) <= 0).all()
    assert set(verdict(record(damped_newton(double_well, starts[::100]), 20))) == {"arrived"}


def test_L13_near_the_minimum_the_hybrid_is_newton():
    starts = np.linspace(0.85, 2, 200)[:, None]
    pure, safe = (record(method(double_well, starts), 6).x for method in (newton, damped_newton))
    np.testing.assert_allclose(safe, pure, rtol=1e-14)
    errors = abs(safe[:, -1, 0] - 1)
    for before, after in pairwise(errors[3:6]):
        assert after / before**2 == pytest.approx(1.5, rel=0.1)


def test_L13_the_stated_runs_of_the_hybrid():
    runs = [record(method(double_well, 0.58), 16) for method in (newton, damped_newton)]
    wild, safe = (run.x[:, 0] for run in runs)
    assert safe[1] == pytest.approx(0.58 + (wild[1] - 0.58) / 64)  # halved six times
    assert safe[1].round(3) == 1.234
    assert [(abs(x - 1) < 1e-6).argmax() for x in (safe, wild)] == [5, 14]

    hill = record(damped_newton(double_well, 0.3), 3)
    assert hill.x[1:3, 0].round(3).tolist() == [0.573, 0.958]
    assert hill.trusted.tolist() == [False, False, True, True]

    straight = record(damped_newton(exponential, -3.0), 6)
    assert straight.length[0] == 1 / 8
    assert straight.x[1, 0].round(1) == 1.9
    assert (abs(straight.x[:, 0] - np.log(2)) < 1e-6).argmax() == 6


def test_L13_at_the_top_itself_nobody_moves():
    assert last(damped_newton(double_well, 0.0), 20).x == 0
    assert last(damped_newton(double_well, 1e-6), 40).x == pytest.approx(1)
