"""The propositions of notebook 21, Where the gradient vanishes, each named after its slide."""

import numpy as np
import pytest

from helpers.optimisers import gradient_descent, newton
from helpers.surfaces import LeastSquares, Surface, coordinates, himmelblau, quadratic, two_bumps
from helpers.traces import last, record, verdict

ANGLES = np.linspace(0, 2 * np.pi, 720, endpoint=False)
CIRCLE = np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=-1)


def turns(f, centre, radius):
    """How often the gradient turns round on a walk round a circle: the index of what is inside."""
    p, q = f.grad(centre + radius * CIRCLE).T
    return round(np.diff(np.unwrap(np.arctan2(q, p), axis=0)).sum() / (2 * np.pi))


def window(n):
    side = np.linspace(-3, 3, n)
    return np.stack(np.meshgrid(side, side, indexing="ij"), axis=-1)


def connected(land, start, end):
    """Whether one can walk on land (a mask) from one cell to another."""
    reached = np.zeros_like(land)
    reached[start], size = land[start], 0
    while size < reached.sum():
        size, grown = reached.sum(), np.pad(reached, 1)
        sides = grown[2:, 1:-1] | grown[:-2, 1:-1] | grown[1:-1, 2:] | grown[1:-1, :-2]
        reached = land & (reached | sides)
    return bool(reached[end])


# L01: the cover ------------------------------------------------------------------------------


def test_L01_the_cover_holds_three_level_places_and_no_more():
    """Newton's method from 3721 places finds these three, and otherwise only runs out."""
    assert turns(two_bumps, [0, 0], 3) == 1
    ends = last(newton(two_bumps, window(61).reshape(-1, 2)), 60)
    inside = (abs(ends.x) <= 3).all(-1) & (two_bumps(ends.x) > 1e-3)  # not out on the plain
    level = ends.x[inside & (np.linalg.norm(ends.grad, axis=-1) < 1e-12)]
    known = np.vstack([two_bumps.maxima, two_bumps.saddles])
    nearest = np.linalg.norm(level[:, None] - known, axis=-1)
    assert (nearest.min(1) < 1e-6).all()
    assert set(nearest.argmin(1)) == {0, 1, 2}


def test_L01_the_saddle_is_the_pass_between_the_summits():
    """Above its height the two summits are two islands, below it one."""
    height = two_bumps(window(601))
    (pass_height,) = two_bumps(two_bumps.saddles)
    cells = [tuple(np.rint((p + 3) * 100).astype(int)) for p in two_bumps.maxima]
    assert not connected(height > pass_height + 1e-3, *cells)
    assert connected(height > pass_height - 1e-3, *cells)
    assert pass_height < two_bumps(two_bumps.maxima).min()


def test_L01_a_small_gradient_is_not_a_level_place():
    far, near = two_bumps.grad([-3.0, -3.0]), two_bumps.grad([[-1, 1], [0.8, -1.2]])
    assert round(np.linalg.norm(far), 7) == 2.5e-6
    assert (np.linalg.norm(near, axis=-1) > 5000 * np.linalg.norm(far)).all()


# L06: necessary, not sufficient --------------------------------------------------------------


def test_L06_where_the_gradient_is_not_zero_a_small_step_leads_lower():
    starts = np.random.default_rng(6).uniform(-2, 2, (200, 2))
    assert (np.linalg.norm(two_bumps.grad(starts), axis=-1) > 1e-3).all()
    lower = last(gradient_descent(two_bumps, starts, 1e-3), 1).loss
    assert (lower < two_bumps(starts)).all()


@pytest.mark.parametrize(
    ("signs", "below", "above"),
    [((1, 1, 1), False, True), ((-1, -1, -1), True, False), ((1, -1, 1), True, True)],
)
def test_L06_the_signs_of_the_eigenvalues_name_the_kind(signs, below, above):
    """All positive: nothing near is lower; all negative: nothing is higher; mixed: both are."""
    rng = np.random.default_rng(7)
    Q = np.linalg.qr(rng.standard_normal((3, 3)))[0]
    A = Q * np.array(signs) * rng.uniform(0.5, 2, 3) @ Q.T
    heights = quadratic((A + A.T) / 2)(rng.standard_normal((500, 3)))
    assert (heights < 0).any() == below
    assert (heights > 0).any() == above


def test_L06_every_curvature_lies_between_the_two_eigenvalues():
    for p in [*two_bumps.maxima, *two_bumps.saddles]:
        H = two_bumps.hess(p)
        bends = (CIRCLE * np.matvec(H, CIRCLE)).sum(-1)
        np.testing.assert_allclose([bends.min(), bends.max()], np.linalg.eigvalsh(H), rtol=1e-4)


def test_L06_a_saddle_has_two_level_directions():
    """On the cover's saddle at 15.1° and at 80.5°."""
    H = two_bumps.hess(two_bumps.saddles[0])
    bends = (CIRCLE * np.matvec(H, CIRCLE)).sum(-1)[:360]
    changes = np.flatnonzero(np.diff(np.sign(bends)))
    assert np.degrees(ANGLES[changes]).round(3).tolist() == [15, 80]  # within half a degree


def test_L06_with_a_zero_eigenvalue_the_second_derivatives_do_not_decide():
    """x₁² + x₂⁴, x₁² + x₂³ and x₁² − x₂⁴ share gradient and Hessian at 0; one has a minimum."""
    tails = [lambda y: y**4, lambda y: y**3, lambda y: -(y**4)]
    h, around = 1e-3, 0.1 * CIRCLE
    lower = []
    for tail in tails:
        assert abs(tail(h) - tail(-h)) / (2 * h) < 2e-6
        assert abs(tail(h) + tail(-h)) / h**2 < 1e-5
        lower.append(bool((around[:, 0] ** 2 + tail(around[:, 1]) < 0).any()))
    assert lower == [False, True, True]


def test_L06_bent_up_is_not_yet_a_minimum():
    """463 of 3721 places on the cover bend up both ways; there is no minimum in the window."""
    bends = np.linalg.eigvalsh(two_bumps.hess(window(61)))
    assert (bends > 0).all(-1).sum() == 463
    assert len(two_bumps.minima) == 0


@pytest.mark.parametrize("f", [two_bumps, himmelblau], ids=lambda f: f.name)
def test_L06_around_a_level_place_the_gradient_turns_by_the_sign_of_det_H(f):
    known = np.vstack([f.maxima, f.minima, f.saddles])
    if f is himmelblau:  # it lists its minima only
        found = last(newton(f, 1.6 * window(25).reshape(-1, 2)), 60)
        level = np.linalg.norm(found.grad, axis=-1) < 1e-9
        known = np.unique(found.x[level].round(6), axis=0)
        assert len(known) == 9
    signs = np.sign(np.linalg.det(f.hess(known)))
    assert [turns(f, p, 0.1) for p in known] == signs.tolist()
    # summits − saddles + hollows = 1, where the ground falls (or rises) all round
    assert signs.sum() == 1 == turns(f, [0, 0], 6 if f is himmelblau else 3)


def test_L06_two_summits_may_stand_on_a_plane_without_a_saddle():
    """−(x² − 1)² − (x²y − x − 1)²: summits at (1, 2) and (−1, 0), nothing else (Rosenholtz 1987).

    ∂f/∂y = −2x²u vanishes where x = 0, and there ∂f/∂x = −2, or where u = 0, and there
    ∂f/∂x = −4x(x² − 1): so x = ±1.
    """
    f = Surface(
        name="two mountains", formula="-(x^2-1)^2 - (x^2y-x-1)^2", window=((-5, 5), (-5, 5)),
        value_at=coordinates(lambda x, y: -((x**2 - 1) ** 2) - (x**2 * y - x - 1) ** 2),
        grad_at=coordinates(lambda x, y: [
            -4 * x * (x**2 - 1) - 2 * (x**2 * y - x - 1) * (2 * x * y - 1),
            -2 * (x**2 * y - x - 1) * x**2,
        ]),
    )  # fmt: skip
    tops = np.array([[1.0, 2.0], [-1.0, 0.0]])
    assert (f.grad(tops) == 0).all()
    assert (f(tops[:, None] + 0.1 * CIRCLE) < f(tops)[:, None]).all()
    y = np.linspace(-50, 50, 1001)
    np.testing.assert_allclose(f.grad(np.stack([0 * y, y], -1))[:, 0], -2)
    x = np.linspace(-3, 3, 601)
    x = x[abs(x) > 1e-9]
    valley = f.grad(np.stack([x, (x + 1) / x**2], -1))
    np.testing.assert_allclose(valley[:, 1], 0, atol=1e-9)
    np.testing.assert_allclose(valley[:, 0], -4 * x * (x**2 - 1), atol=1e-6)
    assert turns(f, [0.0, 0.5], 4) == 2


# L07: solved explicitly ----------------------------------------------------------------------


def perceptron(X, y):
    """The mean square loss of a linear perceptron."""
    root = np.sqrt(len(y))
    return LeastSquares(
        name="linear perceptron", formula="", window=((-2, 2),) * X.shape[1],
        residuals_at=lambda w: (w @ X.T - y) / root,
        jacobian_at=lambda w: np.tile(X / root, (len(w), 1, 1)),
    )  # fmt: skip


@pytest.mark.parametrize("n", [1, 2, 5, 20])
def test_L07_the_normal_equations_solve_the_linear_perceptron(n):
    rng = np.random.default_rng(n)
    X, y = rng.standard_normal((3 * n + 2, n)), rng.standard_normal(3 * n + 2)
    f, w = perceptron(X, y), np.linalg.solve(X.T @ X, X.T @ y)
    np.testing.assert_allclose(w, np.linalg.lstsq(X, y)[0], rtol=1e-9)
    np.testing.assert_allclose(f.grad(w), 0, atol=1e-13)
    np.testing.assert_allclose(f.grad(w + 1), 2 / len(y) * X.T @ X @ np.ones(n), atol=1e-12)


@pytest.mark.parametrize("n", [1, 2, 5])
def test_L07_descent_comes_to_the_explicit_solution_from_everywhere(n):
    rng = np.random.default_rng(n)
    X, y = rng.standard_normal((40, n)), rng.standard_normal(40)
    rate = 1 / np.linalg.eigvalsh(2 / 40 * X.T @ X)[-1]
    ends = last(gradient_descent(perceptron(X, y), 10 * rng.standard_normal((20, n)), rate), 500)
    np.testing.assert_allclose(ends.x - np.linalg.lstsq(X, y)[0], 0, atol=1e-9)


def test_L07_beyond_its_limit_descent_runs_away_from_the_explicit_solution():
    X = np.stack([np.linspace(-1, 2, 12), np.ones(12)], axis=-1)
    steepest = np.linalg.eigvalsh(X.T @ X / 6)[-1]
    assert round(2 / steepest, 3) == 0.636
    walk = gradient_descent(perceptron(X, X[:, 0]), [-1.0, 2.0], [0.6, 0.65])
    assert verdict(record(walk, 400)).tolist() == ["arrived", "diverged"]


def test_L07_with_a_feature_twice_there_is_a_valley_and_descent_from_0_finds_its_nearest_point():
    rng = np.random.default_rng(3)
    x, y = rng.standard_normal((2, 12))
    X = np.stack([x, x, np.ones(12)], axis=-1)
    f, shortest = perceptron(X, y), np.linalg.lstsq(X, y)[0]
    assert np.linalg.matrix_rank(X.T @ X) == 2
    along = shortest + np.array([[-5.0], [0.0], [5.0]]) * [1, -1, 0]
    np.testing.assert_allclose(f(along), f(shortest), rtol=1e-12)
    assert np.linalg.norm(along, axis=-1).argmin() == 1
    end = last(gradient_descent(f, np.zeros(3), 0.2), 2000).x
    np.testing.assert_allclose(end, shortest, atol=1e-12)


def test_L07_a_single_neuron_can_have_two_minima():
    """Four points, two weights: descent ends at a loss of 0.104 or of 0.405, nowhere else."""
    x, y = np.array([-1.5, -0.5, 2.0, 3.0]), np.array([0.1, 0.9, 0.1, 0.1])
    X, g = np.stack([x, np.ones(4)], axis=-1), lambda v: 1 / (1 + np.exp(-v))
    f = LeastSquares(
        name="neuron", formula="", window=((-3, 7), (-3, 7)),
        residuals_at=lambda w: (g(w @ X.T) - y) / 2,
        jacobian_at=lambda w: (g(w @ X.T) * (1 - g(w @ X.T)))[..., None] * X / 2,
    )  # fmt: skip
    starts = np.random.default_rng(0).uniform(-1, 5, (200, 2))
    ends = last(gradient_descent(f, starts, 2.0), 20_000)
    assert sorted({*ends.loss.round(3).tolist()}) == [0.104, 0.405]
    assert turns(f, [-0.3, -0.6], 0.5) == 1
    assert turns(f, [1.45, 1.33], 0.5) == -1
    assert turns(f, [4.39, 4.39], 0.5) == 1


@pytest.mark.parametrize(("apart", "kept", "lost"), [(1e-3, 1e-10, 1e-8), (1e-5, 1e-8, 1e-3)])
def test_L07_where_features_nearly_agree_lstsq_keeps_about_twice_the_digits(apart, kept, lost):
    """The normal equations square the condition number; least squares on X itself does not."""
    rng = np.random.default_rng(7)
    x, w = np.linspace(0, 1, 50), np.array([1.0, 2.0, 3.0])
    X = np.stack([x, x + apart * rng.standard_normal(50), np.ones(50)], axis=-1)
    short, plain = np.linalg.lstsq(X, X @ w)[0], np.linalg.solve(X.T @ X, X.T @ (X @ w))
    assert np.linalg.norm(short - w) < kept
    assert np.linalg.norm(plain - w) < lost
    assert np.linalg.norm(plain - w) > 100 * np.linalg.norm(short - w)
