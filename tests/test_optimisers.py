"""Methods × surfaces: what every method keeps, what makes two of them one, what they refuse."""

import inspect
from itertools import islice, product

import numpy as np
import pytest

from helpers import optimisers, surfaces
from helpers.errors import InputError
from helpers.optimisers import gradient_ascent, gradient_descent, momentum, newton
from helpers.surfaces import Objective, Surface, himmelblau, parabola, quadratic, two_bumps
from helpers.traces import last, record, verdict

METHODS = {name: m for name, m in vars(optimisers).items() if hasattr(m, "__wrapped__")}
SURFACES = {name: f for name, f in vars(surfaces).items() if isinstance(f, Objective)}
KNOBS = {"rate": 0.003, "beta": 0.8}  # gentle enough for every surface
PAIRS = [
    pytest.param(method, f, id=f"{method_name}-{f_name}")
    for (method_name, method), (f_name, f) in product(METHODS.items(), SURFACES.items())
]
every = pytest.mark.parametrize(("method", "f"), PAIRS)
methods = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


def knobs_of(method):
    """This method's share of ``KNOBS``."""
    return {name: KNOBS[name] for name in inspect.signature(method).parameters if name in KNOBS}


def starts_of(f, *runs):
    low, high = np.array(f.window).T
    return np.random.default_rng(3).uniform(low, high, (*runs, f.n))


def assert_same(trace, other):
    assert trace._fields == other._fields
    for ours, theirs in zip(trace, other, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_the_methods_are_found():
    assert {"gradient_descent", "gradient_ascent", "momentum", "newton"} <= set(METHODS)


# What every method keeps ---------------------------------------------------------------------


@every
def test_states_begin_with_x_loss_grad_and_state_0_is_the_start(method, f):
    x0 = f.starts[0]
    state = next(method(f, x0, **knobs_of(method)))
    assert state._fields[:3] == ("x", "loss", "grad")
    np.testing.assert_array_equal(state.x, x0)
    np.testing.assert_array_equal(state.loss, f(x0))
    np.testing.assert_array_equal(state.grad, f.grad(x0))


@every
def test_loss_and_grad_are_those_of_x_at_every_step(method, f):
    trace = record(method(f, starts_of(f, 5), **knobs_of(method)), 20)
    np.testing.assert_array_equal(trace.loss, f(trace.x))
    np.testing.assert_array_equal(trace.grad, f.grad(trace.x))


@every
def test_a_run_in_a_batch_is_the_run_alone(method, f):
    """To the last bit: starts (3, 1) × knobs (4,), each knob its own; diverging runs among them."""
    scales = np.array([0.1, 1.0, 3.0, 1000.0])
    knobs = {name: value * scales**0.01 if name == "beta" else value * scales
             for name, value in knobs_of(method).items()}  # fmt: skip
    starts = starts_of(f, 3, 1)
    batch = record(method(f, starts, **knobs), 40)
    for i, j in np.ndindex(3, 4 if knobs else 1):
        own = {name: values[j] for name, values in knobs.items()}
        alone = record(method(f, starts[i, 0], **own), 40)
        assert_same(batch._make(field[:, i, j] for field in batch), alone)


@every
def test_inputs_and_old_states_stay_as_they_are(method, f):
    x0 = starts_of(f, 4)
    knobs = {name: np.full(4, value) for name, value in knobs_of(method).items()}
    inputs = [x0, *knobs.values()]
    copies = [array.copy() for array in inputs]
    states = list(islice(method(f, x0, **knobs), 6))
    kept = [[np.array(field) for field in state] for state in states[:3]]
    for state, then in zip(states, kept, strict=False):
        for field, copy in zip(state, then, strict=True):
            np.testing.assert_array_equal(field, copy)
    for array, copy in zip(inputs, copies, strict=True):
        np.testing.assert_array_equal(array, copy)
    arrays = [field for state in states for field in state] + inputs
    for k, one in enumerate(arrays):
        assert not any(np.shares_memory(one, other) for other in arrays[:k])


@every
def test_read_only_and_whole_numbers_will_do(method, f):
    x0 = np.ones((2, f.n), int)
    x0.setflags(write=False)
    trace = record(method(f, x0, **knobs_of(method)), 3)
    assert trace.x.dtype == float
    assert_same(trace, record(method(f, x0.tolist(), **knobs_of(method)), 3))


@every
def test_a_start_at_a_minimum_stays(method, f):
    if method is gradient_ascent:
        f = Surface(name="upside down", formula="", window=f.window, maxima=f.minima,
                    value=lambda x, f=f: -f(x), slope=lambda x, f=f: -f.grad(x))  # fmt: skip
    ends = f.maxima if method is gradient_ascent else f.minima
    trace = record(method(f, ends, **knobs_of(method)), 50)
    np.testing.assert_allclose(trace.x[-1], ends, rtol=0, atol=1e-14)
    assert set(verdict(trace)) <= {"arrived"}


@every
def test_a_start_that_is_no_number_is_a_run_that_diverged(method, f):
    x0 = np.array([np.full(f.n, bad) for bad in (np.nan, np.inf, -np.inf)] + [f.starts[0]])
    words = verdict(record(method(f, x0, **knobs_of(method)), 5)).tolist()
    alone = verdict(record(method(f, x0[3], **knobs_of(method)), 5))
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
    assert record(method(two_bumps, np.empty((0, 2)), **knobs), 3).x.shape == (4, 0, 2)
    many = {name: np.full((5, 1), value) for name, value in knobs.items()}
    shape = (7, 5, 3) if knobs else (7, 1, 3)
    assert last(method(two_bumps, np.zeros((7, 1, 3, 2)), **many), 3).loss.shape == shape


@methods
def test_a_bare_number_is_one_coordinate(method):
    knobs = knobs_of(method)
    bare, listed = (record(method(parabola, x0, **knobs), 5) for x0 in (2, [2.0]))
    assert bare.x.shape == (6, 1)
    assert_same(bare, listed)


@methods
def test_the_readers_own_numpy_settings_stay(method):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        before = np.geterr()
        states = method(parabola, 1e300, **{name: 1e20 for name in knobs_of(method)})
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
    slope = Surface(name="slope", formula="x", window=((0, 1),), value=lambda x: x[:, 0],
                    slope=np.ones_like)  # fmt: skip
    x = record(momentum(slope, 0.0, 0.1, 0.9), 400).x[:, 0]
    assert x[-2] - x[-1] == pytest.approx(0.1 / (1 - 0.9))


@pytest.mark.parametrize("f", SURFACES.values(), ids=SURFACES)
def test_momentum_without_beta_is_gradient_descent(f):
    starts = starts_of(f, 6)
    with_0, without = momentum(f, starts, 0.003, beta=0), gradient_descent(f, starts, 0.003)
    assert_same(optimisers.State(*record(with_0, 60)[:3]), record(without, 60))


@pytest.mark.parametrize("f", SURFACES.values(), ids=SURFACES)
def test_ascent_on_f_is_descent_on_minus_f(f):
    minus = Surface(name="minus f", formula="", window=f.window, value=lambda x: -f(x),
                    slope=lambda x: -f.grad(x))  # fmt: skip
    up, down = (record(method(g, starts_of(f, 6), 0.003), 60)
                for method, g in ((gradient_ascent, f), (gradient_descent, minus)))  # fmt: skip
    np.testing.assert_array_equal(up.x, down.x)
    np.testing.assert_array_equal(up.loss, -down.loss)


def test_newton_is_unmoved_by_stretching_f_and_its_coordinates():
    """Near a minimum of Himmelblau: 7 f(Bx), started at B⁻¹x₀, runs through B⁻¹ of f's points."""
    B = np.array([[2.0, 1.0], [0.5, 3.0]])
    image = Surface(
        name="stretched", formula="", window=himmelblau.window,
        value=lambda x: 7 * himmelblau(x @ B.T),
        slope=lambda x: 7 * himmelblau.grad(x @ B.T) @ B,
        curvature=lambda x: 7 * B.T @ himmelblau.hess(x @ B.T) @ B,
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
        value=lambda x: (signs * x**4).sum(-1),
        slope=lambda x: 4 * signs * x**3,
        curvature=lambda x: 12 * x[:, :, None] ** 2 * np.diag(signs),
    )  # fmt: skip
    starts = np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0], [2.0, 1.0]])
    trace = record(newton(f, starts), 60)
    assert verdict(trace).tolist() == ["arrived", "diverged", "arrived", "arrived"]
    np.testing.assert_array_equal(np.isnan(trace.x[-1]).all(-1), [False, True, False, False])
    for k, start in enumerate(starts):
        assert_same(trace._make(field[:, k] for field in trace), record(newton(f, start), 60))
    # x⁴: each step leaves two thirds
    np.testing.assert_allclose(trace.x[:, 0, 0], (2 / 3) ** np.arange(61), rtol=1e-13)


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


@methods
@pytest.mark.parametrize("x0", ["2", None, [[1, 2], [3]], 2j])
def test_starts_that_are_no_numbers_are_refused_at_the_call(method, x0):
    with pytest.raises(InputError, match=r"^x0 is .*, such as x0 = 2\.0\.$"):
        method(parabola, x0, **knobs_of(method))


@methods
@pytest.mark.parametrize("f", [parabola, two_bumps, quadratic(np.eye(5))])
def test_starts_of_another_dimension_are_refused_at_the_call(method, f):
    with pytest.raises(InputError, match=rf"{f.name} was given x of shape \(3,\); it needs {f.n} "):
        method(f, np.zeros(3), **knobs_of(method))


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
    assert str(error.value) == "newton needs f.hess; plateau has none. Try gradient_descent."
    with pytest.raises(InputError, match=r"^momentum needs f\.grad; <built-in function abs> has"):
        momentum(abs, 2.0, 0.1)


def test_advice_names_only_what_exists():
    for word in ("gradient_descent", "gradient_ascent"):
        assert word in METHODS
        assert word in inspect.getsource(optimisers.require) + inspect.getsource(optimisers.knob)


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


BAD_OBJECTIVES = [
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
