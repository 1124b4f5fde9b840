"""Recording, counting and judging, with methods of the collection and with a reader's own."""

import copy
import pickle
from itertools import count
from typing import NamedTuple

import numpy as np
import pytest

from helpers.errors import InputError
from helpers.optimisers import (
    MomentumState,
    State,
    gauss_newton,
    gradient_ascent,
    gradient_descent,
    momentum,
    newton,
)
from helpers.surfaces import (
    Surface,
    double_well,
    exponential,
    himmelblau,
    log_cosh,
    parabola,
    quadratic,
    rosenbrock,
    saddle,
    two_bumps,
)
from helpers.traces import counted, last, record, trace_of, verdict


def test_a_value_and_a_gradient_computed_together_count_as_one_of_each():
    f = counted(two_bumps)
    last(gradient_descent(f, [0.0, 0.0], 0.1), 10)
    assert f.calls == {"value": 11, "grad": 11}


def halving():
    """A reader's own method: x = 1, ½, ¼, …"""
    for k in count():
        x = np.array([0.5**k])
        yield State(x, x @ x, 2 * x)


def test_record_puts_time_in_front():
    trace = record(halving(), 3)
    assert isinstance(trace, State)
    assert trace.x.tolist() == [[1], [0.5], [0.25], [0.125]]
    assert trace.loss.tolist() == [1, 0.25, 0.0625, 0.015625]


@pytest.mark.parametrize("runs", [(), (3,), (2, 3)])
def test_shapes(runs):
    trace = record(momentum(two_bumps, np.zeros((*runs, 2)), 0.1), 5)
    assert trace.x.shape == trace.grad.shape == trace.velocity.shape == (6, *runs, 2)
    assert trace.loss.shape == (6, *runs)


@pytest.mark.parametrize("steps", [0, 1, 7, np.int64(7)])
def test_last_is_the_end_of_record(steps):
    trace, end = (keep(newton(himmelblau, himmelblau.starts), steps) for keep in (record, last))
    assert len(trace.x) == steps + 1
    for field, final in zip(trace, end, strict=True):
        np.testing.assert_array_equal(field[-1], final)


def test_until_ends_when_every_run_satisfies_it():
    def near(state):
        return state.loss < 1e-6

    rates = [0.1, 0.2, 0.4]
    trace = record(gradient_descent(parabola, 2.0, rates), 1000, until=near)
    alone = [record(gradient_descent(parabola, 2.0, r), 1000, until=near) for r in rates]
    assert near(last(gradient_descent(parabola, 2.0, rates), 1000, until=near)).all()
    assert len(trace.loss) == max(len(each.loss) for each in alone) < 1000
    assert near(trace).all(1).tolist() == [False] * (len(trace.loss) - 1) + [True]


def test_until_is_asked_of_the_start_too():
    assert len(record(halving(), 10, until=lambda state: True).x) == 1


def test_until_never_true_ends_at_steps():
    trace = record(gradient_descent(parabola, 2.0, [0.2, 1.1]), 50, until=lambda s: s.loss < 1e-9)
    assert len(trace.x) == 51


def test_only_the_states_asked_for_are_taken():
    states = halving()
    record(states, 3)
    assert next(states).x == 0.5**4


def test_a_generator_that_ends_gives_a_shorter_trace():
    assert len(record((state for state, _ in zip(halving(), range(4), strict=False)), 100).x) == 4


def test_overflow_is_silent_for_a_readers_method_too():
    def doubling(x=np.array([1e300])):  # noqa: B008
        while True:
            yield State(x, (x**2).sum(), 2 * x)
            x = x * 1e10

    assert np.isinf(record(doubling(), 5).x[-1])
    assert np.isinf(last(doubling(), 5).loss)


def test_the_traces_arrays_are_the_readers_own():
    trace = record(gradient_descent(parabola, 2.0, 0.2), 3)
    trace.x[0] = 7
    assert record(gradient_descent(parabola, 2.0, 0.2), 3).x[0] == 2


class Heights(NamedTuple):
    height: float


def shrinking():
    yield State(np.zeros((2, 1)), np.zeros(2), np.zeros((2, 1)))
    yield State(np.zeros(1), np.float64(0), np.zeros(1))


REFUSED = [
    (lambda: record(halving(), -1), "steps is -1; it needs a whole number from 0 on, such as"),
    (lambda: record(halving(), 3.0), "steps is 3.0;"),
    (lambda: record(halving(), "3"), "steps is '3';"),
    (lambda: record(halving(), True), "steps is True;"),
    (lambda: last(halving(), None), "steps is None;"),
    (lambda: record(halving(), 3, until=0.1), "until was given 0.1; it needs a function"),
    (lambda: record(gradient_descent, 3), "What a method returns is needed here, not <function"),
    (lambda: record(record(halving(), 2), 3), "What a method returns is needed here, not State("),
    (lambda: record(iter([1, 2]), 3), "States are needed here: named tuples"),
    (lambda: record(iter([Heights(1)]), 3), "States are needed here: named tuples"),
    (lambda: record(iter([]), 3), "These states are used up: an iterator runs once. Call the"),
    (lambda: last(iter([]), 3), "These states are used up"),
    (lambda: record(shrinking(), 3), "record was given states whose fields change their shapes"),
    (lambda: verdict(last(halving(), 3)), "verdict was given State("),
    (lambda: verdict(halving()), "verdict was given <generator"),
    (lambda: verdict(last(gradient_descent(parabola, [[2.0], [1.0]], 0.2), 9)), "verdict was given"
     " State(x=array"),
    (lambda: verdict(next(gradient_descent(parabola, [[2.0], [1.0]], 0.2))), "verdict was given"),
    (lambda: verdict(record(halving(), 3), target="low"), "target is 'low';"),
    (lambda: verdict(record(halving(), 3), target=np.nan), "target is nan;"),
    (lambda: verdict(record(halving(), 3), target=[1, 2]), "target was given with shape (2,);"),
    (lambda: verdict(record(halving(), 3), tolerance="low"), "tolerance is 'low';"),
    (lambda: verdict(record(halving(), 3), tolerance=[1e-6]), "tolerance was given with shape"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "sentence"), REFUSED)
def test_refused_in_a_sentence(call, sentence):
    with pytest.raises(InputError) as error:
        call()
    assert str(error.value).startswith(sentence)


def test_used_up_states_are_refused_after_a_fault_of_the_readers_f():
    def faulty(points):
        if points[0] < 1:
            raise ArithmeticError("mine")
        return 2 * points

    f = Surface(name="faulty", n=1, value_at=lambda x: x[:, 0], grad_at=faulty)
    states = gradient_descent(f, 2.0, 0.2)
    with pytest.raises(ArithmeticError, match="mine"):
        record(states, 10)
    with pytest.raises(InputError, match="used up"):
        record(states, 10)


# Verdicts ------------------------------------------------------------------------------------

hollow = Surface(  # steep sides, a plateau all around
    name="hollow", formula="1 - e^{-x^2}", window=((-3, 3),), minima=[0.0],
    value_at=lambda x: 1 - np.exp(-x[:, 0] ** 2),
    grad_at=lambda x: 2 * x * np.exp(-x**2),
)  # fmt: skip

steep = Surface(  # a slope whose square is too great for a float
    name="steep", formula="10^{200} x", window=((0, 1),),
    value_at=lambda x: 1e200 * x[:, 0], grad_at=lambda x: np.full_like(x, 1e200),
)  # fmt: skip

def losses(*heights):
    for height in heights:
        yield State(np.zeros(1), np.float64(height), np.ones(1))


VERDICTS = [
    ("arrived", gradient_descent(parabola, 2.0, 0.2), 50, {}),
    ("arrived", gradient_descent(parabola, 2.0, 0.2), 50, {"target": 0.0}),
    ("still moving", gradient_descent(parabola, 2.0, 0.05), 30, {}),
    ("still moving", gradient_descent(parabola, 2.0, 0.9), 30, {}),
    ("arrived", gradient_descent(parabola, 2.0, 0.9), 30, {"tolerance": 0.01}),
    ("still moving", gradient_descent(parabola, 2.0, 1.0), 1000, {}),
    ("still moving", gradient_descent(quadratic([[3.0]]), 2.0, 2 / 3), 10_000, {}),
    ("diverged", gradient_descent(parabola, 2.0, 1.001), 30, {}),
    ("diverged", gradient_descent(parabola, 2.0, 1.02), 30, {}),
    ("diverged", gradient_descent(parabola, 2.0, 1.02), 30, {"target": 0.0}),
    ("diverged", gradient_descent(parabola, 2.0, 1.02), 3000, {}),
    ("diverged", gradient_descent(parabola, 2.0, 5.0), 1000, {}),
    ("diverged", gradient_descent(parabola, np.inf, 0.1), 2, {}),
    ("diverged", gradient_descent(parabola, np.nan, 0.1), 0, {}),
    ("diverged", gradient_descent(quadratic(np.diag([20.0, 1.0])), [1e-3, 3], 0.11), 60, {}),
    ("diverged", momentum(parabola, 2.0, 1.6, 0.5), 30, {}),
    ("still moving", momentum(parabola, 2.0, 1.4, 0.5), 20, {}),
    ("still moving", gradient_descent(log_cosh, 0.1, 3.0), 30, {}),
    ("still moving", gradient_descent(rosenbrock, [-1.2, 1], 0.005), 5000, {}),
    ("diverged", gradient_descent(saddle, [1, 1e-3], 0.3), 3000, {}),
    ("arrived", gradient_descent(saddle, [1.0, 0.0], 0.3), 100, {}),
    ("stuck", gradient_descent(saddle, [1.0, 0.0], 0.3), 100, {"target": -1.0}),
    ("stuck", gradient_descent(hollow, 0.5, 20.0), 5, {}),
    ("stuck", gradient_descent(hollow, 0.5, 20.0), 5, {"target": 0.01}),
    ("arrived", gradient_descent(hollow, 0.5, 0.2), 100, {"target": 0.01}),
    ("stuck", newton(himmelblau, [0.0, 0.0]), 50, {}),
    ("arrived", newton(himmelblau, [3.5, 2.5]), 50, {}),
    ("arrived", gradient_ascent(two_bumps, [0.5, -0.5], 0.2), 200, {}),
    ("still moving", gradient_ascent(two_bumps, [2.5, 2.0], 0.2), 8, {}),
    ("arrived", gradient_ascent(two_bumps, [0.5, -0.5], 0.2), 200, {"target": 1.4243}),
    ("stuck", gradient_ascent(two_bumps, [-1.0, 0.5], 0.2), 200, {"target": 1.4243}),
    ("stuck", gradient_ascent(two_bumps, [0.5, -0.5], 20.0), 5, {}),
    ("diverged", gradient_ascent(parabola, 1.0, 1.0), 1000, {}),
    ("still moving", gradient_descent(quadratic(np.diag([20.0, 1.0])), [1e-3, 3], 0.101), 200, {}),
    ("diverged", gradient_descent(parabola, 1e200, 0.0), 0, {}),
    ("arrived", gradient_descent(hollow, 0.5, 0.2), 1, {"target": 0.2}),
    ("arrived", gradient_descent(himmelblau, himmelblau.minima[1], 0.01), 0, {"target": 0.0}),
    ("arrived", gradient_descent(parabola, 0.0, 0.1), 0, {}),
    ("still moving", gradient_descent(parabola, 2.0, 0.1), 0, {}),
    ("arrived", gradient_descent(double_well, 1e-3, 0.1), 150, {}),
    ("arrived", gauss_newton(rosenbrock, [-1.2, 1.0]), 2, {"target": -1e-3}),
    ("still moving", losses(1, 1, 2, 2, 9, 9, 9, 9), 7, {}),
    ("diverged", losses(1, 1, 2, 2, 9, 9, 10, 10), 7, {}),
    ("diverged", losses(0, 1, 0, 2, 0, 3, 0, 3.4), 7, {}),
    ("still moving", losses(0, 1, 0, 2, 0, 2.1, 0, 3), 7, {}),  # a tenth is wanted each time
    ("still moving", losses(0, 1, 0, 2, 0, 3, 0, 3.2), 7, {}),
    ("still moving", losses(0, 3.1, 0, 2, 0, 3, 0, 3.4), 7, {}),
    ("still moving", newton(exponential, -3.0), 25, {"tolerance": 1e-12}),
    ("arrived", newton(exponential, -3.0), 50, {"tolerance": 1e-12}),
    ("still moving", gradient_descent(steep, 1.0, 1e-220), 20, {}),
    ("diverged", gradient_descent(steep, 1.0, 1e200), 20, {}),
]  # fmt: skip


@pytest.mark.parametrize(("word", "states", "steps", "how"), VERDICTS)
def test_verdict(word, states, steps, how):
    given = verdict(record(states, steps), **how)
    assert type(given) is str
    assert given == word


def test_a_trace_knows_that_it_is_one():
    """So do parts of it; in all else it is a state of its kind, also after a journey."""
    trace = record(momentum(two_bumps, two_bumps.starts, 0.01), 8)
    part = trace._make(field[:, :2] for field in trace)
    for one in (part, trace._replace(loss=trace.loss), copy.deepcopy(trace),
                pickle.loads(pickle.dumps(trace))):  # fmt: skip
        assert isinstance(one, MomentumState) and repr(one).startswith("MomentumState(x=")
        assert set(verdict(one)) == {"still moving"}
    assert type(part) is type(record(momentum(parabola, 2.0, 0.1), 3))
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(trace)).velocity, trace.velocity)
    own = trace_of(State, trace[:3])
    assert verdict(own).tolist() == verdict(trace).tolist()
    assert verdict(record(gradient_ascent(two_bumps, [0.5, -0.5], 0.2), 200)) == "arrived"


def test_verdict_of_a_batch_is_that_of_each_run():
    rates = np.array([[0.05, 0.2, 0.9], [1.0, 1.02, 9.0]])
    trace = record(gradient_descent(parabola, 2.0, rates), 400)
    words = verdict(trace, target=np.zeros((2, 3)))
    assert words.shape == rates.shape
    assert words.tolist() == [["arrived"] * 3, ["still moving", "diverged", "diverged"]]
    alone = [verdict(record(gradient_descent(parabola, 2.0, r), 400)) for r in rates.flat]
    assert words.ravel().tolist() == alone


def test_rounding_is_not_growth():
    """At the limit 2/f″ a run bounces for ever; 2000 curvatures bring all kinds of rounding."""
    rng = np.random.default_rng(0)
    a = rng.uniform(0.1, 10, 2000)
    bowls = Surface(
        name="bowls", formula="ax^2/2", window=((-1, 1),),
        value_at=lambda x: a * x[:, 0] ** 2 / 2, grad_at=lambda x: a[:, None] * x,
    )  # fmt: skip
    trace = record(gradient_descent(bowls, rng.standard_normal((2000, 1)), 2 / a), 30)
    assert set(verdict(trace)) == {"still moving"}


def test_verdict_leaves_the_trace_alone():
    trace = record(gradient_ascent(two_bumps, two_bumps.starts, 0.2), 20)
    before = trace._make(field.copy() for field in trace)
    verdict(trace, target=1.0)
    for field, kept in zip(trace, before, strict=True):
        np.testing.assert_array_equal(field, kept)


# Counting ------------------------------------------------------------------------------------


def test_counted_counts_values_gradients_and_hessians():
    f = counted(himmelblau)
    record(newton(f, [3.0, 3.0]), 10)
    assert f.calls == {"value": 11, "grad": 11, "hess": 11}
    record(gradient_descent(f, [3.0, 3.0], 0.01), 5)
    assert f.calls == {"value": 17, "grad": 17, "hess": 11}


def test_counted_is_otherwise_the_objective():
    f = counted(rosenbrock)
    assert (f.name, f.minima.tolist(), f.n) == ("Rosenbrock", [[1, 1]], 2)
    x = np.array([[-1.2, 1], [0, 0]])
    for of in ("__call__", "grad", "hess", "residuals", "jacobian"):
        np.testing.assert_array_equal(getattr(f, of)(x), getattr(rosenbrock, of)(x))
    assert f.calls["residuals"] == f.calls["jacobian"] == 1
    trace, same = (record(momentum(g, [-1.2, 1], 1e-4), 20) for g in (f, rosenbrock))
    np.testing.assert_array_equal(trace.x, same.x)


def test_counted_has_no_more_derivatives_than_the_objective():
    f = counted(hollow)
    assert not hasattr(f, "hess")
    assert not hasattr(f, "residuals")
    with pytest.raises(InputError, match="newton needs f.hess; hollow has none"):
        newton(f, 2.0)


def test_a_counter_can_be_copied():
    f = counted(parabola)
    f([2.0])
    twin = copy.deepcopy(f)
    twin([2.0])
    assert (f.calls["value"], twin.calls["value"]) == (1, 2)


def test_looking_at_a_derivative_is_no_evaluation():
    f = counted(parabola)
    assert callable(f.grad)
    assert f.calls.total() == 0
