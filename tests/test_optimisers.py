"""Methods × surfaces: what every method keeps, what makes two of them one, what they refuse."""

import inspect
from itertools import islice, pairwise, product

import numpy as np
import pytest
from bowls import narrow_bowl
from newcomer import made

from helpers import data, inputs, line_searches, optimisers, surfaces
from helpers.errors import InputError
from helpers.optimisers import (
    along,
    bfgs,
    conjugate_gradient,
    damped_newton,
    gauss_newton,
    gradient_ascent,
    gradient_descent,
    lbfgs,
    levenberg_marquardt,
    momentum,
    nesterov,
    newton,
    random_search,
    steepest_descent,
)
from helpers.surfaces import (
    LeastSquares,
    Objective,
    Surface,
    arctan,
    chained_rosenbrock,
    himmelblau,
    parabola,
    quadratic,
    rosenbrock,
    two_bumps,
)
from helpers.traces import counted, last, record, verdict

METHODS = {name: m for name, m in vars(optimisers).items() if hasattr(m, "__wrapped__")}
METHODS["lion"] = made("A new method")
SURFACES = {name: f for name, f in vars(surfaces).items() if isinstance(f, Objective)}
SURFACES["beale"] = made("A new surface")
# gentle enough for every surface; a knob that is not here is tried at its default
KNOBS = {"rate": 0.003, "beta": 0.8, "damping": 0.1, "share": 0.9, "reach": 0.3}
PAIRS = [
    pytest.param(method, f, id=f"{method_name}-{f_name}")
    for (method_name, method), (f_name, f) in product(METHODS.items(), SURFACES.items())
    if all(hasattr(f, derivative) for derivative in method.needs)
]
every = pytest.mark.parametrize(("method", "f"), PAIRS)
methods = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


def knobs_of(method):
    """The method's knobs that may be one per run: those in ``KNOBS``, and all default fractions."""
    defaults = {name: p.default for name, p in inspect.signature(method).parameters.items()}
    fractions = {name: value for name, value in defaults.items() if isinstance(value, float)}
    return fractions | {name: KNOBS[name] for name in defaults if name in KNOBS}


def rng_of(method, seed=7):
    """A fresh random generator, for a method that needs one."""
    needed = "rng" in inspect.signature(method).parameters
    return {"rng": np.random.default_rng(seed)} if needed else {}


def one_for(method, n):
    """A surface of n coordinates that has what the method needs."""
    return (arctan if n == 1 else rosenbrock) if "residuals" in method.needs else (
        parabola if n == 1 else two_bumps)  # fmt: skip


def starts_of(f, *runs):
    low, high = np.array(f.window).T
    return np.random.default_rng(3).uniform(low, high, (*runs, f.n))


def assert_same(trace, other):
    assert trace._fields == other._fields
    for ours, theirs in zip(trace, other, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_the_methods_are_found():
    needed = """gradient_descent gradient_ascent momentum nesterov newton damped_newton bfgs lbfgs
        steepest_descent conjugate_gradient gauss_newton levenberg_marquardt random_search"""
    assert set(needed.split()) <= set(METHODS)


@methods
def test_every_knob_without_a_default_has_a_gentle_value(method):
    wanted = {name for name, p in inspect.signature(method).parameters.items()
              if p.default is p.empty} - {"f", "x0", "rng"}  # fmt: skip
    assert wanted <= set(KNOBS), f"Say in KNOBS a gentle value for {wanted - set(KNOBS)}."


# What every method keeps ---------------------------------------------------------------------


@every
def test_states_begin_with_x_loss_grad_and_state_0_is_the_start(method, f):
    x0 = f.starts[0]
    state = next(method(f, x0, **knobs_of(method), **rng_of(method)))
    assert state._fields[:3] == ("x", "loss", "grad")
    np.testing.assert_array_equal(state.x, x0)
    np.testing.assert_array_equal(state.loss, f(x0))
    np.testing.assert_array_equal(state.grad, f.grad(x0))


@every
def test_loss_and_grad_are_those_of_x_at_every_step(method, f):
    trace = record(method(f, starts_of(f, 5), **knobs_of(method), **rng_of(method)), 20)
    np.testing.assert_array_equal(trace.loss, f(trace.x))
    np.testing.assert_array_equal(trace.grad, f.grad(trace.x))


@pytest.mark.parametrize(
    ("method", "f"), [pair for pair in PAIRS if pair.values[0] is not random_search]
)
def test_a_run_in_a_batch_is_the_run_alone(method, f):
    """To the last bit: starts (3, 1) × knobs (4,), each knob its own; diverging runs among them."""
    scales = np.array([0.1, 1.0, 3.0, 1000.0])
    knobs = {name: value * scales**0.01 if name[:4] == "beta" else value * scales
             for name, value in knobs_of(method).items()}  # fmt: skip
    starts = starts_of(f, 3, 1)
    batch = record(method(f, starts, **knobs), 40)
    for i, j in np.ndindex(3, 4 if knobs else 1):
        own = {name: values[j] for name, values in knobs.items()}
        alone = record(method(f, starts[i, 0], **own), 40)
        assert_same(batch._make(field[:, i, j] for field in batch), alone)


def many_coordinates():
    """Long sums, where numpy could round otherwise in a batch: 7, 9 and 50 coordinates."""
    A = np.random.default_rng(8).standard_normal((50, 50))
    return [surfaces.fit(data.nist("Thurber")), chained_rosenbrock(9), quadratic(A.T @ A)]


@pytest.mark.parametrize(("method", "f"), [
    pytest.param(method, f, id=f"{name}-{f.n}")
    for (name, method), f in product(METHODS.items(), many_coordinates())
    if method is not random_search and all(hasattr(f, derivative) for derivative in method.needs)
])  # fmt: skip
def test_a_run_in_a_batch_is_the_run_alone_in_many_coordinates_too(method, f):
    """Beside a run that is lost from the start, and one that will be."""
    starts = starts_of(f, 4)
    starts[1:3] = [[np.nan], [1e200]]
    batch = record(method(f, starts, **knobs_of(method)), 12)
    for i, start in enumerate(starts):
        alone = record(method(f, start, **knobs_of(method)), 12)
        assert_same(batch._make(field[:, i] for field in batch), alone)


@every
def test_inputs_and_old_states_stay_as_they_are(method, f):
    x0 = starts_of(f, 4)
    knobs = {name: np.full(4, value) for name, value in knobs_of(method).items()}
    inputs = [x0, *knobs.values()]
    copies = [array.copy() for array in inputs]
    states = list(islice(method(f, x0, **knobs, **rng_of(method)), 6))
    kept = [[np.array(field) for field in state] for state in states[:3]]
    for state, then in zip(states, kept, strict=False):
        for field, copy in zip(state, then, strict=True):
            np.testing.assert_array_equal(field, copy)
    for array, copy in zip(inputs, copies, strict=True):
        np.testing.assert_array_equal(array, copy)
    arrays = [field for state in states for field in state] + inputs
    for k, one in enumerate(arrays):
        assert not any(np.shares_memory(one, other) for other in arrays[:k])


class Spoiling:
    """An objective of a reader who writes `x *= 2`."""

    def __init__(self, f):
        self.f = f

    def __call__(self, x):
        return self.spoil(self.f, x)

    def __getattr__(self, name):
        found = getattr(self.f, name)
        return (lambda x: self.spoil(found, x)) if callable(found) else found

    def spoil(self, function, x):
        answer = function(x)
        x *= 2
        return answer


@every
def test_an_objective_that_changes_its_argument_does_no_harm(method, f):
    x0 = starts_of(f, 3)
    traces = [record(method(g, x0, **knobs_of(method), **rng_of(method)), 5)
              for g in (f, Spoiling(f))]  # fmt: skip
    assert_same(*traces)


@every
def test_read_only_and_whole_numbers_will_do(method, f):
    x0 = np.ones((2, f.n), int)
    x0.setflags(write=False)
    trace = record(method(f, x0, **knobs_of(method), **rng_of(method)), 3)
    assert trace.x.dtype == float
    assert_same(trace, record(method(f, x0.tolist(), **knobs_of(method), **rng_of(method)), 3))


@methods
@pytest.mark.parametrize("kind", [np.float16, np.float32, np.longdouble])
def test_numbers_of_any_width_become_float64(method, kind):
    f, x0 = one_for(method, 2), np.array([-1.5, 1.0])
    knobs = {name: kind(0.125) for name in knobs_of(method)}
    trace = record(method(f, x0.astype(kind), **knobs, **rng_of(method)), 3)
    same = {name: 0.125 for name in knobs}
    assert trace.x.dtype == trace.loss.dtype == float
    assert_same(trace, record(method(f, x0, **same, **rng_of(method)), 3))


class Level:
    """f with slopes of 0 where they are rounding, as at a minimum that no float64 is.

    So a start there is fair to methods, too, that make long steps of the smallest slopes.
    """

    def __init__(self, f, sign):
        self.f, self.sign = f, sign

    def __call__(self, x):
        return self.sign * self.f(x)

    def grad(self, x):
        grad = self.sign * self.f.grad(x)
        return np.where(abs(grad) < 1e-12, 0.0, grad)

    def __getattr__(self, name):
        if name == "value_and_grad":
            raise AttributeError
        return getattr(self.f, name)


@every
def test_a_start_without_slope_stays(method, f):
    f = Level(f, -1 if method is gradient_ascent else 1)
    trace = record(method(f, f.minima, **knobs_of(method), **rng_of(method)), 50)
    np.testing.assert_array_equal(trace.x[-1], f.minima)
    assert set(verdict(trace)) <= {"arrived"}


@every
def test_a_start_that_is_no_number_is_a_run_that_diverged(method, f):
    x0 = np.array([np.full(f.n, bad) for bad in (np.nan, np.inf, -np.inf)] + [f.starts[0]])
    words = verdict(record(method(f, x0, **knobs_of(method), **rng_of(method)), 5)).tolist()
    alone = verdict(record(method(f, x0[3], **knobs_of(method), **rng_of(method)), 5))
    assert words == ["diverged"] * 3 + [alone]


@pytest.mark.parametrize("f", SURFACES.values(), ids=SURFACES)
@pytest.mark.parametrize("method", [gradient_descent, gradient_ascent, momentum])
def test_small_rates_go_the_right_way(method, f):
    trace = record(method(f, f.starts, **knobs_of(method) | {"rate": 1e-4}), 5)
    way = 1 if method is gradient_ascent else -1
    assert (way * np.diff(trace.loss, axis=0) > 0).all()


@methods
def test_no_runs_and_many_axes_of_runs(method):
    knobs = knobs_of(method)
    f = one_for(method, 2)
    assert record(method(f, np.empty((0, 2)), **knobs, **rng_of(method)), 3).x.shape == (4, 0, 2)
    many = {name: np.full((5, 1), value) for name, value in knobs.items()}
    shape = (7, 5, 3) if knobs else (7, 1, 3)
    assert last(method(f, np.zeros((7, 1, 3, 2)), **many, **rng_of(method)), 3).loss.shape == shape


@methods
def test_a_bare_number_is_one_coordinate(method):
    knobs = knobs_of(method)
    bare, listed = (record(method(one_for(method, 1), x0, **knobs, **rng_of(method)), 5)
                    for x0 in (2, [2.0]))  # fmt: skip
    assert bare.x.shape == (6, 1)
    assert_same(bare, listed)


@methods
def test_the_readers_own_numpy_settings_stay(method):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        before = np.geterr()
        knobs = {name: 1e20 for name in knobs_of(method)} | rng_of(method)
        states = method(one_for(method, 1), 1e300, **knobs)
        for _ in islice(states, 5):
            assert np.geterr() == before


def test_single_states_of_a_diverging_run_come_without_warnings():
    """Warnings are errors in this test run."""
    *_, end = islice(gradient_descent(parabola, 2.0, 1e9), 50)
    assert not np.isfinite(end.loss)


# Each method on its own ----------------------------------------------------------------------


def test_gradient_descent_is_its_formula():
    trace = record(gradient_descent(himmelblau, [1.0, 2.0], 0.01), 30)
    np.testing.assert_array_equal(trace.x[1:], trace.x[:-1] - 0.01 * trace.grad[:-1])


def test_momentum_follows_the_deep_learning_libraries():
    """v ← βv + g, x ← x − r v, in plain numbers; the first step is −r g."""
    r, beta, x, v = 0.1, 0.9, 2.0, 0.0
    trace = record(momentum(parabola, x, r, beta), 100)
    for k in range(101):
        assert (trace.x[k, 0], trace.velocity[k, 0]) == (x, v)
        v = beta * v + 2 * x
        x = x - r * v


def test_momentum_is_the_heavy_ball():
    """x′ = x − r ∇f(x) + β (x − its predecessor), Polyak's form."""
    x = record(momentum(two_bumps, [0.1, 0.2], 0.3, 0.7), 50).x
    ball = x[1:-1] - 0.3 * two_bumps.grad(x[1:-1]) + 0.7 * (x[1:-1] - x[:-2])
    np.testing.assert_allclose(x[2:], ball, rtol=0, atol=1e-14)


def test_momentum_on_a_constant_slope_moves_rate_over_1_minus_beta():
    slope = Surface(name="slope", formula="x", window=((0, 1),), value_at=lambda x: x[:, 0],
                    grad_at=np.ones_like)  # fmt: skip
    x = record(momentum(slope, 0.0, 0.1, 0.9), 400).x[:, 0]
    assert x[-2] - x[-1] == pytest.approx(0.1 / (1 - 0.9))


@pytest.mark.parametrize("f", SURFACES.values(), ids=SURFACES)
def test_momentum_without_beta_is_gradient_descent(f):
    starts = starts_of(f, 6)
    with_0, without = momentum(f, starts, 0.003, beta=0), gradient_descent(f, starts, 0.003)
    assert_same(optimisers.State(*record(with_0, 60)[:3]), record(without, 60))


@pytest.mark.parametrize("f", SURFACES.values(), ids=SURFACES)
def test_ascent_on_f_is_descent_on_minus_f(f):
    minus = Surface(name="minus f", formula="", window=f.window, value_at=lambda x: -f(x),
                    grad_at=lambda x: -f.grad(x))  # fmt: skip
    up, down = (record(method(g, starts_of(f, 6), 0.003), 60)
                for method, g in ((gradient_ascent, f), (gradient_descent, minus)))  # fmt: skip
    np.testing.assert_array_equal(up.x, down.x)
    np.testing.assert_array_equal(up.loss, -down.loss)


def test_newton_is_unmoved_by_stretching_f_and_its_coordinates():
    """Near a minimum of Himmelblau: 7 f(Bx), started at B⁻¹x₀, runs through B⁻¹ of f's points."""
    B = np.array([[2.0, 1.0], [0.5, 3.0]])
    image = Surface(
        name="stretched", formula="", window=himmelblau.window,
        value_at=lambda x: 7 * himmelblau(x @ B.T),
        grad_at=lambda x: 7 * himmelblau.grad(x @ B.T) @ B,
        hess_at=lambda x: 7 * B.T @ himmelblau.hess(x @ B.T) @ B,
    )  # fmt: skip
    x0 = np.array([3.5, 2.5])
    plain = record(newton(himmelblau, x0), 8).x
    stretched = record(newton(image, np.linalg.solve(B, x0)), 8).x
    np.testing.assert_allclose(stretched @ B.T, plain, rtol=1e-12)


def test_newtons_direction_is_the_step_it_takes():
    trace = record(newton(himmelblau, starts_of(himmelblau, 5)), 10)
    np.testing.assert_array_equal(trace.x[1:], trace.x[:-1] + trace.direction[:-1])


@pytest.mark.parametrize("sign", [1, -1])
def test_a_singular_hessian_ends_its_own_run_only(sign):
    """x⁴ ± y⁴ has no curvature along the axes; for the minus sign other Hessians are indefinite."""
    signs = np.array([1, sign])
    f = Surface(
        name="quartic", formula=r"x^4 \pm y^4", window=((-1, 1), (-1, 1)),
        value_at=lambda x: (signs * x**4).sum(-1),
        grad_at=lambda x: 4 * signs * x**3,
        hess_at=lambda x: 12 * x[:, :, None] ** 2 * np.diag(signs),
    )  # fmt: skip
    starts = np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0], [2.0, 1.0]])
    trace = record(newton(f, starts), 60)
    assert verdict(trace).tolist() == ["arrived", "diverged", "arrived", "arrived"]
    assert np.isnan(trace.direction[0, 1]).all()  # though one part of its slope is 0
    np.testing.assert_array_equal(np.isnan(trace.x[-1]).all(-1), [False, True, False, False])
    for k, start in enumerate(starts):
        assert_same(trace._make(field[:, k] for field in trace), record(newton(f, start), 60))
    # x⁴: each step leaves two thirds
    np.testing.assert_allclose(trace.x[:, 0, 0], (2 / 3) ** np.arange(61), rtol=1e-13)


# Line minimisation and what learns from it ---------------------------------------------------

LINE_METHODS = [steepest_descent, conjugate_gradient, damped_newton, bfgs, lbfgs]
NEAR = {"rosenbrock": [-1.2, 1.0], "himmelblau": [0.0, 0.0], "peaks": [0.2, -1.2]}


@pytest.mark.parametrize(("method", "f"), [pair for pair in PAIRS if pair.values[0] in LINE_METHODS
                                           and pair.values[1] is not surfaces.saddle])  # fmt: skip
def test_line_methods_never_go_up(method, f):
    """But for the rounding of f. The saddle has no bottom to reach."""
    loss = record(method(f, starts_of(f, 30)), 40).loss
    assert (np.diff(loss, axis=0) <= 1e-14 * (1 + abs(loss[:-1]))).all()


@pytest.mark.parametrize("name", NEAR)
@pytest.mark.parametrize("method", [conjugate_gradient, damped_newton, bfgs, lbfgs])
def test_line_methods_reach_a_minimum(method, name):
    f = SURFACES[name]
    end = last(method(f, NEAR[name]), 60)
    assert np.linalg.norm(f.minima - end.x, axis=-1).min() < 1e-8
    assert np.linalg.norm(end.grad) < 1e-6


@pytest.mark.parametrize("method", LINE_METHODS)
def test_the_step_shown_is_the_step_taken(method):
    trace = record(method(rosenbrock, starts_of(rosenbrock, 7)), 25)
    step = trace.length[:-1, :, None] * trace.direction[:-1]
    np.testing.assert_array_equal(trace.x[1:], trace.x[:-1] + step)
    assert (np.vecdot(trace.grad, trace.direction) <= 0).all()


@pytest.mark.parametrize("method", [steepest_descent, conjugate_gradient, bfgs, lbfgs])
@pytest.mark.parametrize("search", [line_searches.golden_section, line_searches.backtracking,
                                    line_searches.strong_wolfe])  # fmt: skip
def test_every_search_serves_every_method(method, search):
    trace = record(method(himmelblau, [[0.0, 0.0], [4.0, -4.0]], search=search), 150)
    assert verdict(trace).tolist() == ["arrived"] * 2


def test_a_readers_own_search_will_do():
    def tenth(f, x, direction, first):
        return np.full(x.shape[:-1], 0.1)

    trace = record(steepest_descent(two_bumps, starts_of(two_bumps, 5), tenth), 20)
    plain = record(gradient_descent(two_bumps, starts_of(two_bumps, 5), 0.1), 20)
    np.testing.assert_array_equal(trace.x, plain.x)


@pytest.mark.parametrize("method", [steepest_descent, conjugate_gradient, bfgs, lbfgs])
def test_a_readers_search_that_walks_in_place_does_no_harm(method):
    def walking(f, x, direction, first):
        t, start = np.array(first), f(x)
        x += t[..., None] * direction
        for _ in range(40):
            too_long = f(x) >= start
            t = np.where(too_long, t / 2, t)
            x -= np.where(too_long, t, 0.0)[..., None] * direction
        direction *= 0
        return t

    def careful(f, x, direction, first):
        return walking(f, x.copy(), direction.copy(), first)

    traces = [record(method(rosenbrock, starts_of(rosenbrock, 4), search=search), 8)
              for search in (walking, careful)]  # fmt: skip
    assert_same(*traces)
    assert (np.diff(traces[0].loss, axis=0) < 0).all()


@pytest.mark.parametrize("search", [1.0, "exact", lambda *line: None, lambda *line: np.ones(3),
                                    lambda *line: np.ones(2, bool),
                                    lambda *line: [1, [2]]])  # fmt: skip
@pytest.mark.parametrize("method", [steepest_descent, conjugate_gradient, bfgs, lbfgs])
def test_a_search_that_is_none_is_refused_at_the_call(method, search):
    with pytest.raises(InputError, match="^search('s answer)? "):
        method(rosenbrock, [[0.0, 0.0], [1.0, 2.0]], search=search)


def test_no_point_is_evaluated_twice_in_a_row():
    """A search ends where the next step begins; f is not asked again there."""
    for method in (conjugate_gradient, bfgs, lbfgs, damped_newton):
        asked = []

        class Watched:
            def __call__(self, x, asked=asked):
                asked.append(x.tolist())
                return rosenbrock(x)

            grad, hess = staticmethod(rosenbrock.grad), staticmethod(rosenbrock.hess)

        last(method(Watched(), [-1.2, 1.0]), 10)
        assert all(a != b for a, b in pairwise(asked))


def test_bfgs_on_rosenbrock_takes_value_and_gradient_in_one_pass():
    """42 passes at most, half of what values and gradients apart took; the others likewise."""
    most = {bfgs: 42, lbfgs: 48, conjugate_gradient: 90}
    for method, limit in most.items():
        f = counted(rosenbrock)
        end = last(method(f, [-1.2, 1.0]), 500, lambda state: abs(state.grad).max() < 1e-6)
        assert abs(end.grad).max() < 1e-6
        assert f.passes == f.calls["grad"] == f.calls["value"] <= limit


def test_what_is_asked_of_a_remembered_f():
    """Once a point, whatever is asked first; each answer the reader's own to change."""
    f = counted(rosenbrock)
    memory, x = along.Remembered(inputs.Checked(f)), np.array([-1.2, 1.0])
    for ask in (memory, memory.grad, memory.value_and_grad, memory, memory.grad):
        ask(x)
    assert f.calls == {"value": 1, "grad": 1}
    memory.grad(x)[:] = 0
    assert memory.value_and_grad(x)[1].all()
    lost = np.array([[0.0, 0.0], [np.nan, 0.0]])
    memory.value_and_grad(lost), memory(lost)
    assert f.calls == {"value": 2, "grad": 2}


def test_conjugate_gradient_is_the_textbook_on_a_quadratic():
    """r ← r + tAd, β = rᵀr/r₋ᵀr₋ (Hestenes & Stiefel), in plain numbers; both rules agree."""
    f = quadratic(np.diag([1.0, 3.0, 10.0]), [1.0, 2.0, 3.0])
    A, x = f.hess(np.zeros(3)), np.array([5.0, -1.0, 2.0])
    trace = record(conjugate_gradient(f, x, rule="fletcher_reeves"), 3)
    r = f.grad(x)
    d = -r
    for k in range(3):
        np.testing.assert_allclose(trace.x[k], x, rtol=1e-12)
        t = r @ r / (d @ A @ d)
        x, before, r = x + t * d, r, r + t * A @ d
        d = -r + (r @ r) / (before @ before) * d
    other = record(conjugate_gradient(f, trace.x[0], rule="polak_ribiere"), 3)
    np.testing.assert_allclose(other.x, trace.x, atol=1e-13)


@pytest.mark.parametrize("rule", ["fletcher_reeves", "polak_ribiere"])
def test_both_rules_of_conjugate_gradient_reach_the_minimum_of_rosenbrock(rule):
    trace = record(conjugate_gradient(rosenbrock, [-1.2, 1.0], rule=rule), 200)
    assert trace.loss[-1] < 1e-12
    assert (trace.beta >= 0).all()
    assert trace.beta[0] == 0


def test_bfgs_learns_the_inverse_hessian_of_a_quadratic():
    """With exact line minimisation: after n steps it is at the minimum, and B = A⁻¹."""
    rng = np.random.default_rng(1)
    Q = rng.standard_normal((4, 4))
    f = quadratic(Q @ Q.T + np.eye(4))
    x0 = rng.standard_normal((5, 4))
    states = record(bfgs(f, x0, search=line_searches.exact), 4)
    np.testing.assert_allclose(states.x[-1], 0, atol=1e-10)
    inverse = np.linalg.inv(f.hess(np.zeros(4)))
    np.testing.assert_allclose(states.inverse[-1], np.tile(inverse, (5, 1, 1)), atol=1e-7)


def test_bfgs_with_exact_line_minimisation_is_conjugate_gradient_on_a_quadratic():
    f = quadratic(np.diag([1.0, 2.0, 5.0, 20.0]))
    a = record(bfgs(f, [1.0, -1.0, 2.0, 1.0], search=line_searches.exact), 4)
    b = record(conjugate_gradient(f, [1.0, -1.0, 2.0, 1.0]), 4)
    np.testing.assert_allclose(a.x, b.x, atol=1e-12)


def test_bfgs_obeys_the_secant_condition_and_stays_symmetric():
    trace = record(bfgs(rosenbrock, [-1.2, 1.0]), 30)
    s, y = np.diff(trace.x, axis=0), np.diff(trace.grad, axis=0)
    np.testing.assert_allclose(np.matvec(trace.inverse[1:], y), s, rtol=1e-6, atol=1e-12)
    np.testing.assert_array_equal(trace.inverse, trace.inverse.mT)


def test_bfgs_learns_nothing_from_a_step_that_bends_down():
    """Where yᵀs ≤ 0, B stays; so it is positive definite for ever."""
    trace = record(bfgs(surfaces.peaks, [[-0.4, 1.6], [0.5, -0.5], [-1.9, -1.5]],
                        search=line_searches.backtracking), 12)  # fmt: skip
    s, y = np.diff(trace.x, axis=0), np.diff(trace.grad, axis=0)
    down = np.vecdot(s, y) <= 0
    assert down.any(0).all()
    np.testing.assert_array_equal(trace.inverse[1:][down], trace.inverse[:-1][down])
    assert (np.linalg.eigvalsh(trace.inverse) > 0).all()


def test_lbfgs_with_all_pairs_is_bfgs_from_the_same_beginning():
    """On a quadratic with exact line minimisation the scaling of B does not matter."""
    f = quadratic(np.diag([1.0, 2.0, 5.0, 20.0]))
    starts = starts_of(f, 3)
    limited, full = (record(m(f, starts, search=line_searches.exact), 4) for m in (lbfgs, bfgs))
    np.testing.assert_allclose(limited.x, full.x, atol=1e-11)


@pytest.mark.parametrize(("f", "x0", "search", "bad"), [
    (chained_rosenbrock(8), [-1.2, 1.0] * 4, line_searches.strong_wolfe, 0),
    (surfaces.peaks, [0.7, 0.6], line_searches.backtracking, 1),
    (surfaces.peaks, [-0.2, 1.2], line_searches.backtracking, 2),
])  # fmt: skip
def test_lbfgs_is_bfgs_of_the_last_pairs(f, x0, search, bad):
    """B from the last 4 pairs, as a matrix; it begins as yᵀs/yᵀy of the newest times I."""
    trace, one = record(lbfgs(f, x0, memory=4, search=search), 10), np.eye(f.n)
    pairs = list(zip(np.diff(trace.x, axis=0), np.diff(trace.grad, axis=0), strict=True))
    assert sum(s @ y <= 0 for s, y in pairs) == bad
    for k in range(1, 11):
        good = [(s, y) for s, y in pairs[max(0, k - 4) : k] if s @ y > 0]
        s, y = good[-1]
        B = one * (s @ y) / (y @ y)
        for s, y in good:
            part = one - np.outer(s, y) / (s @ y)
            B = part @ B @ part.T + np.outer(s, s) / (s @ y)
        np.testing.assert_allclose(trace.direction[k], -B @ trace.grad[k], rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize("method", LINE_METHODS)
def test_line_methods_come_to_rest_where_squares_vanish(method):
    """x⁴ + y⁴ is so flat at its minimum that yᵀy and yᵀs end as 0."""
    f = Surface(
        name="quartic", formula="x^4 + y^4", window=((-1, 1), (-1, 1)),
        value_at=lambda x: (x**4).sum(-1), grad_at=lambda x: 4 * x**3,
        hess_at=lambda x: 12 * x[:, :, None] ** 2 * np.eye(2),
    )  # fmt: skip
    starts = [[1.0, 0.5], [1e-20, 1e-30], [1e-25, 1e-26], [1e-60, 0.0]]
    assert np.isfinite(record(method(f, starts), 200).x).all()


def test_lbfgs_forgets():
    """With a memory of 1 it needs more steps than with 10."""
    f = chained_rosenbrock(10)
    loss = [record(lbfgs(f, f.starts, memory=m), 60).loss[-1, 0] for m in (1, 10)]
    assert loss[1] < 1e-2 * loss[0]


@pytest.mark.parametrize("memory", [0, -1, 2.5, "10", None, True])
def test_bad_memories_are_refused(memory):
    with pytest.raises(InputError, match="^memory is .* whole number from 1 on, such as memory = "):
        lbfgs(rosenbrock, [-1.2, 1.0], memory=memory)


def test_unknown_rules_and_scalings_are_refused():
    sentence = "rule is 'fr'; it needs 'polak_ribiere' or 'fletcher_reeves'."
    with pytest.raises(InputError, match=sentence):
        conjugate_gradient(rosenbrock, [-1.2, 1.0], rule="fr")
    with pytest.raises(InputError, match="adapt is 'no'; it needs True or False"):
        levenberg_marquardt(rosenbrock, [-1.2, 1.0], adapt="no")
    with pytest.raises(InputError, match="scaling is 1; it needs 'identity' or 'marquardt'"):
        levenberg_marquardt(rosenbrock, [-1.2, 1.0], scaling=1)
    for odd in (["fletcher_reeves"], {}, np.array([1, 2]), None):
        with pytest.raises(InputError, match="^rule is .*; it needs 'polak"):
            conjugate_gradient(rosenbrock, [-1.2, 1.0], rule=odd)
        with pytest.raises(InputError, match="^scaling is .*; it needs 'identity"):
            levenberg_marquardt(rosenbrock, [-1.2, 1.0], scaling=odd)


def test_damped_newton_is_newton_where_that_can_be_trusted():
    """Beside a minimum the same steps to the last bit; beside a maximum it goes down."""
    near = [3.05, 2.05]
    damped, pure = (record(m(himmelblau, near), 6) for m in (damped_newton, newton))
    np.testing.assert_array_equal(damped.x, pure.x)
    assert damped.trusted.all()
    np.testing.assert_array_equal(damped.length, damped.grad.any(-1))  # 1 until it is there
    top = [-0.27, -0.92]
    trace = record(damped_newton(himmelblau, top), 40)
    assert not trace.trusted[0] and trace.trusted[-1]
    np.testing.assert_array_equal(trace.direction[0], -trace.grad[0])
    assert verdict(trace) == "arrived"
    assert verdict(record(newton(himmelblau, top), 40)) == "stuck"  # at the maximum


def test_damped_newton_trusts_no_direction_that_it_did_not_take():
    f, x0 = quadratic(narrow_bowl()), [1.0, 2.0]
    assert np.isnan(last(newton(f, x0), 0).direction).all()
    start = next(damped_newton(f, x0))
    np.testing.assert_array_equal(start.direction, -start.grad)
    assert not start.trusted


@pytest.mark.parametrize("method", [conjugate_gradient, bfgs, lbfgs])
def test_a_direction_too_great_for_a_float_does_not_lose_the_run(method):
    """Far out the slopes of eˣ − 2x and of Rosenbrock overflow when they are multiplied."""
    for f, far in ((surfaces.exponential, [659.92683217]), (rosenbrock, [1e-61, 1.30425466e120]),
                   (rosenbrock, [4.70097442e-106, 6.07924216e136])):  # fmt: skip
        for search in (line_searches.golden_section, line_searches.strong_wolfe):
            trace = record(method(f, far, search=search), 12)
            assert np.isfinite(trace.x).all() and np.isfinite(trace.direction).all()


# Nesterov and random search ------------------------------------------------------------------


def test_nesterov_follows_the_deep_learning_libraries():
    """v ← βv + g, x ← x − r(g + βv), in plain numbers."""
    r, beta, x, v = 0.1, 0.9, 2.0, 0.0
    trace = record(nesterov(parabola, x, r, beta), 100)
    for k in range(101):
        assert (trace.x[k, 0], trace.velocity[k, 0]) == (x, v)
        g = 2 * x
        v = beta * v + g
        x = x - r * (g + beta * v)


def test_nesterov_is_the_gradient_at_the_point_looked_ahead():
    """y ← x − r ∇f(x), x ← y + β(y − its predecessor): Nesterov's own form."""
    x = record(nesterov(two_bumps, [0.1, 0.2], 0.3, 0.7), 50).x
    y = np.vstack([x[:1], x[:-1] - 0.3 * two_bumps.grad(x[:-1])])
    np.testing.assert_allclose(x[1:], y[1:] + 0.7 * np.diff(y, axis=0), rtol=0, atol=1e-14)


@pytest.mark.parametrize("f", SURFACES.values(), ids=SURFACES)
def test_nesterov_without_beta_is_gradient_descent(f):
    starts = starts_of(f, 6)
    with_0, without = nesterov(f, starts, 3e-4, beta=0), gradient_descent(f, starts, 3e-4)
    assert_same(optimisers.State(*record(with_0, 60)[:3]), record(without, 60))


def random_numbers(seed, **given):
    return random_search(two_bumps, np.zeros((50, 2)), np.random.default_rng(seed), **given)


def test_random_search_goes_where_it_is_lower_and_nowhere_else():
    trace = record(random_numbers(0), 40)
    tried = two_bumps(trace.x + trace.direction)
    np.testing.assert_array_equal(trace.accepted, tried < trace.loss)
    step = np.where(trace.accepted[:-1, :, None], trace.direction[:-1], 0)
    np.testing.assert_array_equal(trace.x[1:], trace.x[:-1] + step)
    assert 0 < trace.accepted.mean() < 1


def test_random_search_stays_on_level_ground():
    trace = record(random_search(Plateau(), np.zeros((5, 2)), np.random.default_rng(0)), 20)
    assert not trace.accepted.any() and (trace.x == 0).all()


def test_random_search_repeats_itself_with_the_same_seed_only():
    one, same, other = (record(random_numbers(seed), 10) for seed in (1, 1, 2))
    assert_same(one, same)
    assert (one.direction != other.direction).all()
    assert len(np.unique(one.direction)) == one.direction.size  # runs draw independently


def test_random_search_tries_as_far_as_its_reach_or_anywhere_in_the_window():
    near = record(random_numbers(0, reach=0.1), 200)
    assert np.std(near.direction) == pytest.approx(0.1, rel=0.02)
    window = [(-3, 3), (0, 1)]
    trace = record(random_numbers(0, window=window), 200)
    tried = trace.x + trace.direction
    np.testing.assert_allclose(tried.min((0, 1)), [-3, 0], atol=0.01)
    np.testing.assert_allclose(tried.max((0, 1)), [3, 1], atol=0.01)


@pytest.mark.parametrize("rng", [0, None, np.random, "rng"])
def test_random_search_needs_a_generator(rng):
    with pytest.raises(InputError, match=r"^rng is .*, such as np\.random\.default_rng\(0\)\.$"):
        random_search(two_bumps, [0.0, 0.0], rng)


@pytest.mark.parametrize("window", [(-1, 1), [(-1, 1)], [(0, 1)] * 3, "all", [(0, np.inf)] * 2,
                                    [(0, 1), (1, 0)], [(0, 1), (0, 1, 2)],
                                    [(0, 1), (2, 2)]])  # fmt: skip
def test_random_search_needs_a_window_of_pairs(window):
    with pytest.raises(InputError, match="^window is "):
        random_numbers(0, window=window)


# Least squares -------------------------------------------------------------------------------

FITS = [surfaces.fit(data.nist(name)) for name in data.NIST]


@pytest.mark.parametrize("f", [rosenbrock, arctan, chained_rosenbrock(5), *FITS],
                         ids=lambda f: f.name.replace(" ", "_"))  # fmt: skip
@pytest.mark.parametrize("scaling", ["identity", "marquardt"])
def test_levenberg_marquardt_never_goes_up_and_says_what_it_does(f, scaling):
    trace = record(levenberg_marquardt(f, f.starts, scaling=scaling), 60)
    assert (np.diff(trace.loss, axis=0) <= 0).all()
    assert (trace.predicted >= 0).all()
    step = np.where(trace.accepted[:-1, :, None], trace.direction[:-1], 0)
    np.testing.assert_array_equal(trace.x[1:], trace.x[:-1] + step)
    np.testing.assert_array_equal(trace.accepted, trace.actual >= 0)
    np.testing.assert_allclose(trace.actual, trace.loss - f(trace.x + trace.direction))


@pytest.mark.parametrize("scaling", ["identity", "marquardt"])
def test_levenberg_marquardts_direction_solves_its_equation(scaling):
    """(JᵀJ + νW) d = −Jᵀε, and the fall predicted is that of the linear ε."""
    knobs = {"damping": [0.001, 1.0, 1000.0], "scaling": scaling}
    trace = record(levenberg_marquardt(rosenbrock, [-1.2, 1.0], **knobs), 10)
    J, e = rosenbrock.jacobian(trace.x), rosenbrock.residuals(trace.x)
    W = np.eye(2) * ((J**2).sum(-2)[..., None] if scaling == "marquardt" else 1)
    left = np.matvec(J.mT @ J + trace.damping[..., None, None] * W, trace.direction)
    np.testing.assert_allclose(left, -np.matvec(J.mT, e), rtol=1e-10, atol=1e-12)
    linear = ((e + np.matvec(J, trace.direction)) ** 2).sum(-1)
    np.testing.assert_allclose(trace.predicted, trace.loss - linear, rtol=1e-9, atol=1e-13)


def test_the_damping_follows_the_ratio_of_actual_to_predicted():
    trace = record(levenberg_marquardt(rosenbrock, [-1.2, 1.0]), 20)
    growth = 2.0
    for k in range(20):
        ratio = trace.actual[k] / trace.predicted[k]
        factor = max(1 / 3, 1 - (2 * ratio - 1) ** 3) if trace.accepted[k] else growth
        growth = 2.0 if trace.accepted[k] else 2 * growth
        assert trace.damping[k + 1] == pytest.approx(factor * trace.damping[k], rel=1e-12)


def test_a_refused_trial_costs_one_evaluation_of_the_residuals_and_no_jacobian():
    f = counted(FITS[0])
    trace = record(levenberg_marquardt(f, f.starts[0]), 30)
    assert f.calls == {"residuals": 1 + 31, "jacobian": 1 + trace.accepted[:-1].sum()}
    assert not trace.accepted.all()


def test_with_marquardts_scaling_the_units_of_the_coordinates_play_no_part():
    units = np.array([1e4, 1e-3])
    image = LeastSquares(
        name="in other units", formula="", window=rosenbrock.window,
        residuals_at=lambda x: rosenbrock.residuals(x * units),
        jacobian_at=lambda x: rosenbrock.jacobian(x * units) * units,
    )  # fmt: skip
    x0 = np.array([-1.2, 1.0])
    for scaling, same in (("marquardt", True), ("identity", False)):
        plain, other = (record(levenberg_marquardt(f, x, scaling=scaling), 15)
                        for f, x in ((rosenbrock, x0), (image, x0 / units)))  # fmt: skip
        assert np.allclose(plain.x, other.x * units, rtol=1e-6, atol=1e-9) == same


def test_marquardts_scaling_bears_a_column_of_zeros():
    """From a = 0 no residual of a eᵇᵗ − y depends on b; nor any of Beale's on x₁ at its start."""
    t, y = np.linspace(0, 2, 9), 3 * np.exp(-0.7 * np.linspace(0, 2, 9))
    decay = LeastSquares(
        name="decay", n=2,
        residuals_at=lambda x: x[:, :1] * np.exp(x[:, 1:] * t) - y,
        jacobian_at=lambda x: np.stack([np.exp(x[:, 1:] * t),
                                        x[:, :1] * t * np.exp(x[:, 1:] * t)], -1),
    )  # fmt: skip
    for f, start, end in ((decay, [0.0, -1.0], [3.0, -0.7]),
                          (SURFACES["beale"], [1.0, 1.0], [3.0, 0.5])):  # fmt: skip
        assert not f.jacobian(start).any(0).all()
        trace = record(levenberg_marquardt(f, start, scaling="marquardt"), 30)
        np.testing.assert_allclose(trace.x[-1], end, rtol=1e-9)
        assert np.isfinite(trace.direction).all()


def test_a_damping_of_0_without_adapting_is_gauss_newton():
    starts = starts_of(rosenbrock, 5)
    fixed = record(levenberg_marquardt(rosenbrock, starts, damping=0, adapt=False), 3)
    np.testing.assert_array_equal(fixed.x, record(gauss_newton(rosenbrock, starts), 3).x)
    with pytest.raises(InputError, match="^damping is 0, which no factor can change"):
        levenberg_marquardt(rosenbrock, starts, damping=[[0], [1]])


@pytest.mark.parametrize("damping", [-1.0, np.nan, np.inf, "1", None])
def test_bad_dampings_are_refused(damping):
    with pytest.raises(InputError, match="^damping is .*, such as damping = "):
        levenberg_marquardt(rosenbrock, [-1.2, 1.0], damping=damping)


flat = LeastSquares(  # ε = x₁x₂ − 1, x₁² − 1: no slope along x₂ where x₁ = 0
    name="flat", formula="", window=((-2, 2),) * 2, minima=[[1, 1], [-1, -1]],
    residuals_at=surfaces.coordinates(lambda x, y: [x * y - 1, x**2 - 1]),
    jacobian_at=surfaces.coordinates(lambda x, y: [[y, x], [2 * x, 0.0]]),
)  # fmt: skip


def test_a_singular_jacobian_ends_its_own_run_only():
    starts = np.array([[2.0, 1.0], [0.0, 1.0], [0.0, 0.0], [1.0, 1.0]])
    trace = record(gauss_newton(flat, starts), 30)
    assert verdict(trace).tolist() == ["arrived", "diverged", "arrived", "arrived"]
    for k, start in enumerate(starts):
        alone = record(gauss_newton(flat, start), 30)
        assert_same(trace._make(field[:, k] for field in trace), alone)
    damped = record(levenberg_marquardt(flat, starts), 60)
    assert verdict(damped, target=1e-12).tolist() == ["arrived", "arrived", "stuck", "arrived"]


def test_more_coordinates_than_residuals():
    """ε = x₁ + x₂ − 1: JᵀJ has no inverse. Gauss–Newton says so, Levenberg–Marquardt arrives."""
    valley = LeastSquares(
        name="valley", formula="", window=((-2, 2),) * 2,
        residuals_at=surfaces.coordinates(lambda x, y: [x + y - 1]),
        jacobian_at=surfaces.coordinates(lambda x, y: [[1.0, 1.0]]),
    )  # fmt: skip
    assert verdict(record(gauss_newton(valley, [2.0, 2.0]), 5)) == "diverged"
    assert verdict(record(levenberg_marquardt(valley, [2.0, 2.0]), 20), target=0) == "arrived"
    # A damping lost in the rounding of JᵀJ gives no direction; it grows until there is one.
    trace = record(levenberg_marquardt(valley, [2.0, 2.0], damping=1e-40), 30)
    assert np.isnan(trace.direction[0]).all() and not trace.accepted[0]
    assert verdict(trace, target=1e-25) == "arrived"


def test_levenberg_marquardt_steps_back_from_nan_and_inf():
    """ε = log x is nan below 0 and −∞ at 0; from 10 the undamped step lands at −13."""
    log = LeastSquares(
        name="log", formula="", window=((0, 10),), minima=[1.0],
        residuals_at=np.log, jacobian_at=lambda x: 1 / x[..., None],
    )  # fmt: skip
    assert last(gauss_newton(log, 10.0), 1).x < 0
    trace = record(levenberg_marquardt(log, 10.0), 30)
    assert np.isnan(trace.actual[0]) and not trace.accepted[0]
    assert verdict(trace, target=1e-12) == "arrived"


def test_residuals_and_jacobian_that_do_not_fit_together_are_refused():
    class Wrong(Plateau):
        residuals = staticmethod(lambda x: np.ones(3))
        jacobian = staticmethod(lambda x: np.ones((2, 2)))

    for method in (gauss_newton, levenberg_marquardt):
        with pytest.raises(InputError, match="gives 3 residuals and .* slopes of 2"):
            method(Wrong(), [1.0, 2.0])
        with pytest.raises(InputError, match=f"^{method.__name__} needs f.residuals; two bumps"):
            method(two_bumps, [1.0, 2.0])


# Refusals ------------------------------------------------------------------------------------

FINITE = "it needs finite numbers that are not negative, such as rate = 0.1."
NUMBERS = "it needs a number or an array of numbers, such as rate = 0.1."
RATES = [
    (-0.1, f"rate is -0.1; {FINITE} To go uphill, try gradient_ascent."),
    ([0.1, -2], f"rate contains -2; {FINITE} To go uphill, try gradient_ascent."),
    (np.nan, f"rate is nan; {FINITE}"),
    (np.inf, f"rate is inf; {FINITE}"),
    ([[0.1], [np.nan]], f"rate contains nan; {FINITE}"),
    ("0.1", f"rate is '0.1'; {NUMBERS}"),
    (None, f"rate is None; {NUMBERS}"),
    (True, f"rate is True; {NUMBERS}"),
    ([0.1, [0.2, 0.3]], f"rate is [0.1, [0.2, 0.3]]; {NUMBERS}"),
    (0.1j, f"rate is 0.1j; {NUMBERS}"),
    (np.ones(3), "These shapes do not broadcast: starts (2,), rate (3,). "
     "For every rate from every start, try rate[:, None]."),
]  # fmt: skip


@pytest.mark.parametrize(("rate", "sentence"), RATES, ids=[str(rate) for rate, _ in RATES])
@pytest.mark.parametrize("method", [gradient_descent, gradient_ascent])
def test_bad_rates_are_refused_at_the_call(method, rate, sentence):
    with pytest.raises(InputError) as error:
        method(two_bumps, [[0.1, 0.2], [0.3, 0.4]], rate)
    assert str(error.value) == sentence


@pytest.mark.parametrize("beta", [-0.1, np.nan, "0.9", None, np.ones((2, 2))])
def test_bad_betas_are_refused_at_the_call(beta):
    with pytest.raises(InputError, match="beta"):
        momentum(two_bumps, [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], 0.1, beta)


def test_of_knobs_that_do_not_broadcast_the_right_one_is_named():
    with pytest.raises(InputError, match=r"try beta\[:, None\]\.$"):
        momentum(two_bumps, np.zeros((3, 2)), 0.1, beta=np.full(4, 0.5))


@methods
@pytest.mark.parametrize("x0", ["2", None, [[1, 2], [3]], 2j])
def test_starts_that_are_no_numbers_are_refused_at_the_call(method, x0):
    with pytest.raises(InputError, match=r"^x0 is .*, such as x0 = 2\.0\.$"):
        method(one_for(method, 1), x0, **knobs_of(method), **rng_of(method))


@methods
@pytest.mark.parametrize("n", [1, 2, 5])
def test_starts_of_another_dimension_are_refused_at_the_call(method, n):
    f = chained_rosenbrock(5) if n == 5 else one_for(method, n)
    with pytest.raises(InputError, match=rf"{f.name} was given x of shape \(3,\); it needs {f.n} "):
        method(f, np.zeros(3), **knobs_of(method), **rng_of(method))


class Plateau:
    """A reader's own objective."""

    name = "plateau"

    def __call__(self, x):
        return np.zeros(x.shape[:-1])

    def grad(self, x):
        return np.zeros_like(x)


def test_a_missing_derivative_is_named_at_the_call():
    with pytest.raises(InputError) as error:
        newton(Plateau(), 2.0)
    sentence = "newton needs f.hess; plateau has none. Try bfgs, which builds its own."
    assert str(error.value) == sentence
    with pytest.raises(InputError, match=r"^momentum needs f\.grad; <built-in function abs> has"):
        momentum(abs, 2.0, 0.1)


def test_advice_names_only_what_exists():
    for word in ("bfgs", "gradient_ascent"):
        assert word in METHODS
        assert word in inspect.getsource(inputs)
    assert isinstance(surfaces.rosenbrock, LeastSquares)


def test_a_readers_own_objective_will_do():
    trace = record(momentum(Plateau(), np.ones((4, 2)), [[0.1], [0.2]]), 3)
    assert trace.x.shape == (4, 2, 4, 2)
    assert (trace.x == 1).all()


def test_an_objective_may_answer_in_the_same_array_every_time():
    class Saving(Plateau):
        answer = np.zeros(2)

        def grad(self, x):
            self.answer[:] = x
            return self.answer

    x = record(gradient_descent(Saving(), [1.0, 2.0], 0.5), 3).grad
    assert x.tolist() == [[1, 2], [0.5, 1], [0.25, 0.5], [0.125, 0.25]]


def test_what_an_objective_masks_is_nan():
    class Masking(Plateau):
        def grad(self, x):
            return np.ma.masked_greater(x, 1.5)

    assert verdict(record(gradient_descent(Masking(), [1.0, 2.0], 0.5), 2)) == "diverged"
    starts = np.ma.masked_greater([[1], [2]], 1)
    assert np.isnan(next(gradient_descent(parabola, starts, 0.1)).loss).tolist() == [False, True]
    with pytest.raises(InputError, match="^rate contains nan"):
        gradient_descent(parabola, 1.0, np.ma.masked_greater([1.0, 2.0], 1))


BAD_OBJECTIVES = [
    ({"value_and_grad": lambda self, x: 0.0}, "value_and_grad of plateau gives 0.0; it needs a "
     "pair, the value and the gradient. Try return value, grad."),
    ({"value_and_grad": lambda self, x: (0.0, x, x)}, "value_and_grad of plateau gives (0.0, "),
    ({"value_and_grad": lambda self, x: (0.0, 0.0)}, "f.grad(x) of plateau has shape () where"),
    ({"__call__": lambda self, x: x}, "f(x) of plateau has shape (2,) where x has shape (2,); it "
     "needs shape (). Coordinates are on the last axis."),
    ({"__call__": lambda self, x: None}, "f(x) of plateau is None; it needs"),
    ({"grad": lambda self, x: x[0]}, "f.grad(x) of plateau has shape () where x has shape (2,); "
     "it needs shape (2,)."),
    ({"grad": lambda self, x: ...}, "f.grad(x) of plateau is Ellipsis;"),
    ({"hess": lambda self, x: x}, "f.hess(x) of plateau has shape (2,) where x has shape (2,); "
     "it needs shape (2, 2)."),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "sentence"), BAD_OBJECTIVES)
def test_an_objective_of_wrong_shapes_is_refused_at_the_call(changes, sentence):
    given = {"hess": lambda self, x: np.eye(2)} | changes
    with pytest.raises(InputError) as error:
        newton(type("Wrong", (Plateau,), given)(), [1.0, 2.0])
    assert str(error.value).startswith(sentence)
