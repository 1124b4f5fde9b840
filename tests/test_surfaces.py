"""The objectives: exact derivatives, listed points, shapes, the batch law, refusals."""

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from bowls import narrow_bowl
from newcomer import made
from scipy.optimize import rosen

from helpers import data, surfaces
from helpers.errors import InputError
from helpers.optimisers import newton
from helpers.surfaces import LeastSquares, Objective, Surface, chained_rosenbrock, quadratic
from helpers.traces import last

SURFACES = [f for f in vars(surfaces).values() if isinstance(f, Objective)] + [
    quadratic([[3.0, 1.0], [1.0, 2.0]], [1.0, -2.0]),
    quadratic(np.diag([1.0, -2.0, 0.0])),
    chained_rosenbrock(2),
    chained_rosenbrock(5),
    made("A new surface"),
]
FITS = [surfaces.fit(data.nist(name)) for name in data.NIST]
NOT_ANALYTIC = ["log cosh"]  # |x| has no complex derivative
ANALYTIC = [f for f in SURFACES if f.name not in NOT_ANALYTIC]
CURVED = [f for f in SURFACES if hasattr(f, "hess")]
CURVED_PLANE = [f for f in CURVED if f.n == 2]
LEAST_SQUARES = [f for f in SURFACES if isinstance(f, LeastSquares)]


def each(some):
    return pytest.mark.parametrize("f", some, ids=lambda f: f.name.replace(" ", "_"))


def places(f, number=50, widen=1.5):
    """Points all over the window and a little beyond."""
    low, high = np.array(f.window).T
    u = np.random.default_rng(1).uniform(-widen, widen, (number, f.n))
    return (low + high) / 2 + u * (high - low) / 2


def close(a, b, digits):
    """Equal to so many digits of the largest entry."""
    np.testing.assert_allclose(a, b, rtol=0, atol=10.0**-digits * max(1, np.abs(b).max()))


def asked(f):
    """What f can be asked: values, gradients, and Hessians where it has some."""
    return (f, f.grad, f.hess) if f in CURVED else (f, f.grad)


def complex_step(function, x):
    """Derivatives of ``function`` along each coordinate, without subtracting (Squire 1998)."""
    h = 1e-30
    return np.stack([function(x + 1j * h * e).imag / h for e in np.eye(x.shape[-1])], -1)


def test_all_named_surfaces_are_there():
    needed = "parabola two_bumps rosenbrock peaks saddle himmelblau log_cosh double_well".split()
    assert all(isinstance(getattr(surfaces, name), Objective) for name in needed)
    assert isinstance(surfaces.rosenbrock, LeastSquares)


@each(ANALYTIC)
def test_grad_is_the_complex_step(f):
    x = places(f)
    close(f.grad(x), complex_step(f, x), 13)


@each(CURVED)
def test_hess_is_the_complex_step_of_grad(f):
    x = places(f)
    close(f.hess(x), complex_step(f.grad, x), 13)


@each(SURFACES)
def test_derivatives_along_random_directions(f):
    rng = np.random.default_rng(2)
    x, h = places(f), 1e-5
    u = rng.standard_normal(x.shape)
    u /= np.linalg.norm(u, axis=-1, keepdims=True)
    slope = (f(x + h * u) - f(x - h * u)) / (2 * h)
    close(np.vecdot(f.grad(x), u), slope, 7)
    if f in CURVED:
        bend = (f.grad(x + h * u) - f.grad(x - h * u)) / (2 * h)
        close(np.matvec(f.hess(x), u), bend, 7)


@each(SURFACES)
def test_value_and_grad_are_both(f):
    for x in (places(f), places(f)[0]):
        value, grad = f.value_and_grad(x)
        np.testing.assert_array_equal(value, f(x))
        np.testing.assert_array_equal(grad, f.grad(x))


@each(CURVED)
def test_hess_is_symmetric(f):
    hess = f.hess(places(f))
    np.testing.assert_array_equal(hess, hess.mT)


@each(SURFACES)
def test_listed_points_are_stationary_and_of_their_kind(f):
    kinds = {"minima": (f.minima, [1]), "maxima": (f.maxima, [-1]), "saddles": (f.saddles, [-1, 1])}
    for points, signs in kinds.values():
        assert np.abs(f.grad(points)).max(initial=0) <= 2e-13
        for curvatures in np.linalg.eigvalsh(complex_step(f.grad, points)):
            assert sorted(set(np.sign(curvatures))) == signs


@each(CURVED_PLANE)
def test_no_minimum_in_the_window_is_missing(f):
    low, high = np.array(f.window).T
    grid = np.stack(np.meshgrid(*np.linspace(low, high, 60).T), -1).reshape(-1, 2)
    ends = last(newton(f, grid), 60)
    still = np.linalg.norm(ends.grad, axis=-1) < 1e-10
    inside = ((ends.x >= low) & (ends.x <= high)).all(-1)
    lowest = np.where(still & inside, np.linalg.eigvalsh(f.hess(np.nan_to_num(ends.x)))[:, 0], 0)
    found = np.unique(np.round(ends.x[lowest > 1e-6], 6) + 0.0, axis=0)
    listed = np.unique(np.round(f.minima, 6) + 0.0, axis=0)
    np.testing.assert_array_equal(found, listed)


@each(SURFACES)
def test_starts_and_minima_are_in_the_window(f):
    low, high = np.array(f.window).T
    assert len(f.starts) > 0
    for points in (f.starts, f.minima, f.maxima, f.saddles):
        assert ((points >= low) & (points <= high)).all()


@each(SURFACES)
@pytest.mark.parametrize("runs", [(), (1,), (7,), (2, 3), (0,), (4, 0)])
def test_shapes(f, runs):
    n = f.n
    x = np.zeros((*runs, n))
    assert np.shape(f(x)) == runs
    assert f.grad(x).shape == (*runs, n)
    if f in CURVED:
        assert f.hess(x).shape == (*runs, n, n)
    if isinstance(f, LeastSquares):
        m = f.residuals(x).shape[-1]
        assert f.residuals(x).shape == (*runs, m)
        assert f.jacobian(x).shape == (*runs, m, n)


@each(SURFACES)
def test_a_point_in_a_batch_is_the_point_alone(f):
    """To the last bit, whatever the layout in memory."""
    x = places(f, 37)
    for points in (x, np.asfortranarray(x), x[::-2], x.reshape(37, 1, f.n)):
        for of in asked(f):
            alone = np.stack([of(point) for point in points.reshape(-1, f.n)])
            np.testing.assert_array_equal(of(points).reshape(alone.shape), alone)


@each([surfaces.two_bumps, surfaces.rosenbrock, surfaces.parabola])
@pytest.mark.parametrize("many", range(14))
def test_points_are_asked_in_blocks_and_none_is_left_out(f, many):
    x = places(f, many)
    cut, whole = ((*g.value_and_grad(x), g(x), g.grad(x), g.hess(x))
                  for g in (replace(f, block=4), f))  # fmt: skip
    for ours, theirs in zip(cut, whole, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_a_formula_sees_no_more_points_than_a_block_holds():
    seen = []
    f = Surface(name="mine", n=1, value_at=lambda x: seen.append(len(x)) or x[:, 0],
                grad_at=np.ones_like, block=5)  # fmt: skip
    f(np.zeros((3, 4, 1)))
    assert seen == [5, 5, 2]


@each(SURFACES)
def test_integers_lists_and_read_only_points_will_do_and_stay(f):
    whole = np.ones((3, f.n), int)
    whole.setflags(write=False)
    assert f(whole).dtype == f.grad(whole).dtype == float
    np.testing.assert_array_equal(f.grad(whole.tolist()), f.grad(whole))
    np.testing.assert_array_equal(whole, 1)


@each(SURFACES)
def test_answers_are_fresh_arrays(f):
    x = places(f, 3)
    for of in asked(f):
        first = of(x)
        kept = first.copy()
        first += 1
        np.testing.assert_array_equal(of(x), kept)


@each(SURFACES)
def test_nothing_can_be_changed(f):
    with pytest.raises(FrozenInstanceError):
        f.name = "mine"
    with pytest.raises(ValueError, match="read-only"):
        f.starts[0] = 0


@each(SURFACES)
@pytest.mark.parametrize("far", [1e3, 1e80, 1e200, np.inf, np.nan])
def test_overflow_is_silent(f, far):
    """Warnings are errors in this test run."""
    for sign in (1, -1):
        x = np.full(f.n, sign * far)
        assert [np.ndim(of(x)) for of in asked(f)] == [0, 1, 2][: len(asked(f))]


@each(LEAST_SQUARES)
def test_least_squares_is_the_sum_of_squares_and_its_grad_twice_JT_residuals(f):
    x = places(f)
    residuals, jacobian = f.residuals(x), f.jacobian(x)
    close(jacobian, complex_step(f.residuals, x), 13)
    close(f(x), np.vecdot(residuals, residuals), 15)
    close(f.grad(x), 2 * np.einsum("kmn,km->kn", jacobian, residuals), 15)


BENT = LeastSquares(  # Rosenbrock's residuals, a third, and their second derivatives
    name="bent", n=2,
    residuals_at=surfaces.coordinates(lambda x, y: [10 * (y - x**2), 1 - x, np.sin(x * y)]),
    jacobian_at=surfaces.coordinates(
        lambda x, y: [[-20 * x, 10], [-1, 0], [y * np.cos(x * y), x * np.cos(x * y)]]),
    residual_hess_at=surfaces.coordinates(lambda x, y: [
        [[-20, 0], [0, 0]], [[0, 0], [0, 0]],
        [[-y * y * np.sin(x * y), np.cos(x * y) - x * y * np.sin(x * y)],
         [np.cos(x * y) - x * y * np.sin(x * y), -x * x * np.sin(x * y)]]]),
)  # fmt: skip


def test_the_hessian_of_least_squares_is_made_from_those_of_the_residuals():
    """2 (JᵀJ + Σ εᵢ ∇²εᵢ), symmetric to the last bit, a point in a batch as alone."""
    x = places(surfaces.rosenbrock)
    hess = BENT.hess(x)
    close(hess, complex_step(BENT.grad, x), 13)
    np.testing.assert_array_equal(hess, hess.mT)
    np.testing.assert_array_equal(hess, [BENT.hess(point) for point in x])
    given = replace(BENT, hess_at=lambda x: np.zeros((len(x), 2, 2)))
    assert not given.hess(x).any()  # one that is given itself comes first
    assert not hasattr(replace(BENT, residual_hess_at=None), "hess")


def test_least_squares_asks_for_its_residuals_once():
    asked = []

    def residuals(x):
        asked.append("residuals")
        return x

    f = LeastSquares(name="mine", n=2, residuals_at=residuals,
                     jacobian_at=lambda x: np.tile(np.eye(2), (len(x), 1, 1)))  # fmt: skip
    value, grad = f.value_and_grad([3.0, 4.0])
    assert (value, grad.tolist(), asked) == (25, [6, 8], ["residuals"])


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"residuals_at": lambda x: None}, "A formula of bent gives None for 1 points; it needs"),
    ({"residuals_at": lambda x: x.sum()}, "A formula of bent gives np.float64"),
    ({"jacobian_at": lambda x: [[1, 2], [3]]}, "A formula of bent gives [[1, 2], [3]] for 1"),
    ({"jacobian_at": lambda x: x}, r"For 1 points of 2 coordinates bent gives residuals of shape "
     "(1, 3) and a jacobian of shape (1, 2); it needs (N, m) and (N, m, n)."),
    ({"residual_hess_at": lambda x: x}, "residual_hess_at of bent gives shape (1, 2) where "
     "jacobian_at gives (1, 3, 2); it needs (1, 3, 2, 2)."),
])  # fmt: skip
def test_least_squares_of_other_shapes_are_refused(changes, sentence):
    with pytest.raises(InputError) as error:
        replace(BENT, **changes).hess([1.0, 2.0])
    assert str(error.value).startswith(sentence)


def test_a_formula_may_give_lists():
    f = replace(BENT, residuals_at=lambda x: [[3, 4]], jacobian_at=lambda x: [[[1, 0], [0, 1]]])
    assert (f([0, 0]), f.grad([0, 0]).tolist()) == (25, [6, 8])


@each(FITS)
def test_the_slopes_of_nists_models_are_the_complex_step(f):
    rng = np.random.default_rng(5)
    x = np.vstack([f.starts, f.minima, f.minima * rng.uniform(0.9, 1.1, (20, f.n))])
    jacobian, exact = f.jacobian(x), complex_step(f.residuals, x)
    sizes = np.abs(exact).max((0, 1))
    np.testing.assert_allclose(jacobian / sizes, exact / sizes, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("name", "n", "m"), [("Misra1a", 2, 14), ("Thurber", 7, 37),
                                              ("MGH09", 4, 11)])  # fmt: skip
def test_nists_numbers_are_read_whole(name, n, m):
    """The certified sum of squares belongs to the certified parameters, to all its digits."""
    problem = data.nist(name)
    f = surfaces.fit(problem)
    assert (f.n, problem.x.shape, problem.y.shape) == (n, (m,), (m,))
    assert problem.starts.shape == (2, n)
    assert f(problem.parameters) == pytest.approx(problem.rss, rel=1e-9)
    spread = np.linalg.inv(f.jacobian(problem.parameters).T @ f.jacobian(problem.parameters))
    deviations = np.sqrt(problem.rss / (m - n) * np.diag(spread))
    np.testing.assert_allclose(problem.deviations, deviations, rtol=1e-4)


def test_an_unknown_problem_is_refused():
    with pytest.raises(InputError, match="^name is 'Misra'; it needs 'Misra1a' or 'Thurber' or 'M"):
        data.nist("Misra")


def test_chained_rosenbrock_is_rosenbrock_for_two_and_scipys_for_more():
    x = places(chained_rosenbrock(2))
    np.testing.assert_allclose(chained_rosenbrock(2)(x), surfaces.rosenbrock(x), rtol=1e-12)
    f = chained_rosenbrock(7)
    x = places(f, 20)
    np.testing.assert_allclose(f(x), rosen(x.T), rtol=1e-13)
    for n in (1, 2.5, "3", None, True):
        with pytest.raises(InputError, match="^n is .* whole number from 2 on"):
            chained_rosenbrock(n)


def test_log_cosh_keeps_its_digits():
    f = surfaces.log_cosh
    small = np.array([[1e-3], [1e-8], [1e-100]])
    np.testing.assert_allclose(f(small), small[:, 0] ** 2 / 2, rtol=1e-6)
    x = np.linspace(-20, 20, 999)[:, None]
    np.testing.assert_allclose(f(x), np.log(np.cosh(x[:, 0])), rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(f([1e300]), 1e300)
    assert f.hess([300.0]) == f.hess([-300.0]) > 0  # 1 − tanh² would be 0 from 19 on


def test_known_values():
    assert surfaces.himmelblau([0, 0]) == 170
    assert surfaces.rosenbrock([-1.2, 1]) == pytest.approx(24.2, rel=1e-15)
    assert surfaces.parabola(3) == 9
    assert surfaces.saddle([3, 2]) == 5
    assert surfaces.peaks(surfaces.peaks.minima) == pytest.approx(
        [-6.551133332835837, -3.04984940280026, -0.06493586825552689], rel=1e-13
    )


def test_quadratic_has_the_gradient_Ax_minus_b_and_its_minimum_where_that_is_0():
    A, b = [[3.0, 1.0], [1.0, 2.0]], [1.0, -2.0]
    f = quadratic(A, b)
    np.testing.assert_allclose(f.minima, [np.linalg.solve(A, b)])
    np.testing.assert_array_equal(f.grad([1.0, 1.0]), [3.0, 5.0])
    assert f([1.0, 1.0]) == 4.5  # ½ · 7 + 1
    assert "b" in f.formula and "b" not in quadratic(A).formula
    assert quadratic(A, 1).grad([0, 0]).tolist() == [-1, -1]
    assert not len(quadratic(np.diag([1.0, -1.0])).minima)


def test_a_bowl_too_narrow_for_float64_has_no_minimum():
    assert not len(quadratic(narrow_bowl(), [1.0, 2.0]).minima)


def test_quadratic_keeps_its_own_copy_of_A():
    A = np.eye(2)
    f = quadratic(A)
    A[0, 0] = 7
    assert f.hess([0, 0]).tolist() == [[1, 0], [0, 1]]


def about(**given):
    return Surface(name="mine", value_at=lambda x: x[:, 0], grad_at=np.ones_like, **given)


@pytest.mark.parametrize("window", [(-2, 2), ((-2,),), (), ((2, -2),), ((1, 1),), ((0, np.nan),),
                                    "all", ((0, 1), (2,)), 3.0, [[(0, 1)]]])  # fmt: skip
def test_a_window_is_pairs_from_to(window):
    with pytest.raises(InputError, match=r"^window is .* such as window = \(\(-2, 2\),"):
        about(window=window)


def test_the_number_of_coordinates_is_given_or_that_of_the_window():
    assert about(window=[(-1, 1)] * 3).n == about(n=3).n == 3
    assert about(n=3).window is None
    assert about(window=[[-1, 1]]).window == ((-1.0, 1.0),)
    with pytest.raises(InputError, match=r"^window is .* it needs 3 pairs of finite"):
        about(n=3, window=((-1, 1),) * 2)
    with pytest.raises(InputError, match=r"^mine was given neither n, .* nor a window"):
        about()
    for n in (0, -1, 2.0, "2", True):
        for window in ({}, {"window": ((-1, 1),) * 2}):
            with pytest.raises(InputError, match=r"^n is .* whole number from 1 on"):
                about(n=n, **window)
    with pytest.raises(InputError, match=r"^block is 0; it needs a whole number from 1 on"):
        about(n=1, block=0)


@pytest.mark.parametrize("kind", ["minima", "maxima", "saddles", "starts"])
@pytest.mark.parametrize("points", [[[1, 2], [3]], [1, 2, 3], "here", None, [[True, False]]])
def test_points_that_are_none_are_refused(kind, points):
    with pytest.raises(InputError, match=rf"^{kind} .*; it needs .* {kind} = \[\[0.0, 0.0\]\]"):
        about(n=2, **{kind: points})


@pytest.mark.parametrize("given", [None, 3.0, np.zeros(2), (1, 2, 3), [np.zeros(2)]])
def test_a_value_and_grad_that_is_no_pair_is_refused(given):
    f = about(n=2, value_and_grad_at=lambda x: given)
    with pytest.raises(InputError, match=r"^value_and_grad of mine gives .*; it needs a pair"):
        f.value_and_grad([1.0, 2.0])


def test_a_pair_may_be_a_list():
    f = about(n=2, value_and_grad_at=lambda x: [x[:, 1], x])
    value, grad = f.value_and_grad([1.0, 2.0])
    assert (value, grad.tolist()) == (2, [1, 2])


def test_what_is_masked_is_nan():
    hidden = np.ma.array([1, 2], mask=[True, False])
    assert np.isnan(surfaces.himmelblau(hidden))
    assert np.isnan(surfaces.himmelblau([hidden, [3, 2]])).tolist() == [True, False]
    with pytest.raises(InputError, match=r"^quadratic's b is .* finite numbers"):
        quadratic(np.eye(2), hidden)


BAD_MATRICES = [
    ([1, 2], "square"), ([[1, 2]], "square"), (np.empty((0, 0)), "square"), (2.0, "square"),
    ([[1, 2], [3, 4]], "Try (A + A.T) / 2"), ([[np.nan, 0], [0, 1]], "finite"), ("A", "such as"),
]  # fmt: skip


@pytest.mark.parametrize(("A", "advice"), BAD_MATRICES)
def test_quadratic_refuses(A, advice):
    with pytest.raises(InputError) as error:
        quadratic(A)
    assert advice in str(error.value)


@pytest.mark.parametrize("b", [[1, 2, 3], [[1, 2]], "b", None, np.nan, [1, np.inf]])
def test_quadratic_refuses_a_b_that_does_not_fit(b):
    with pytest.raises(InputError, match="^quadratic"):
        quadratic(np.eye(2), b)


@pytest.mark.parametrize("formula", [np.sum, lambda x: None, lambda x: x[0], lambda x: 1])
def test_a_formula_that_forgets_its_points_is_refused(formula):
    mine = Surface(name="mine", formula="", window=((0, 1),), value_at=formula, grad_at=formula)
    for of in (mine, mine.grad, mine.value_and_grad):
        with pytest.raises(InputError, match="^A formula of mine gives .* for 3 points; it needs "):
            of([[1.0], [2.0], [3.0]])


WRONG_POINTS = [
    (surfaces.two_bumps, np.zeros(3), "two bumps was given x of shape (3,); it needs 2 coordinates "
     "on the last axis. Try [-0.5, -0.5]."),
    (surfaces.two_bumps, 1.0, "two bumps was given 1.0; it needs 2 coordinates on the last axis. "
     "Try [-0.5, -0.5]."),
    (surfaces.parabola, [1, 2, 3], "parabola was given x of shape (3,); it needs 1 coordinate on "
     "the last axis. Try x[..., None]."),
    (surfaces.parabola, "2", "x for parabola is '2'; it needs a number or an array of numbers, "
     "such as x = [2.0]."),
]  # fmt: skip


@pytest.mark.parametrize(("f", "x", "sentence"), WRONG_POINTS)
@pytest.mark.parametrize("of", ["__call__", "grad", "hess"])
def test_points_of_another_kind_are_refused(f, x, sentence, of):
    with pytest.raises(InputError) as error:
        getattr(f, of)(x)
    assert str(error.value) == sentence


def test_a_surface_without_curvature_has_no_hess():
    slope = Surface(name="slope", formula="x", window=((0, 1),), value_at=lambda x: x[:, 0],
                    grad_at=np.ones_like)  # fmt: skip
    assert not hasattr(slope, "hess")
    assert slope.grad(2.0) == 1
