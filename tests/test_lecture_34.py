"""What notebook 34 says of Gauss–Newton and Levenberg–Marquardt, beyond ``test_lecture``."""

from functools import partial

import numpy as np
import pytest

from helpers import data, surfaces
from helpers.optimisers import (
    bfgs,
    conjugate_gradient,
    gauss_newton,
    gradient_descent,
    levenberg_marquardt,
    momentum,
)
from helpers.surfaces import arctan, rosenbrock
from helpers.traces import counted, last, record, verdict

CLASSIC = np.array([-1.2, 1.0])


def digits(problem, b):
    """How many digits are right of the worst parameter (NIST's log relative error)."""
    return -np.log10(abs(b / problem.parameters - 1).max(-1))


def looks(name, k, method=levenberg_marquardt, **knobs):
    """Looks at the residuals until six digits are right; nan where 500 are not enough."""
    problem = data.nist(name)
    f = counted(surfaces.fit(problem))
    for state in method(f, problem.starts[k], **knobs):
        if digits(problem, state.x) >= 6:
            return f.calls["residuals"]
        if f.calls["residuals"] > 500:
            return np.nan


def trial(f, x, nu):
    e, J = f.residuals(x), f.jacobian(x)
    d = -np.linalg.solve(J.T @ J + nu * np.eye(len(x)), J.T @ e)
    return d, f(x + d) < f(x)


def refusals(nu, up, down, x=CLASSIC):
    """Which trials on Rosenbrock are refused until the loss is below 10⁻⁴."""
    found = []
    while rosenbrock(x) > 1e-4:
        d, good = trial(rosenbrock, x, nu)
        found.append(not good)
        x, nu = (x + d, nu / down) if good else (x, nu * up)
    return np.array(found)


# L22: the step


def test_L22_the_hessian_is_2JtJ_and_the_curvature_of_the_residuals():
    """∇²‖ε‖² = 2JᵀJ + 2 Σ εᵢ∇²εᵢ; on Rosenbrock only ε₁ bends, by −20 along x₁."""
    x = np.random.default_rng(0).uniform(-2, 2, (50, 2))
    e, J = rosenbrock.residuals(x), rosenbrock.jacobian(x)
    bend = np.array([[-20.0, 0.0], [0.0, 0.0]])
    hess = 2 * J.mT @ J + 2 * e[:, :1, None] * bend
    np.testing.assert_allclose(rosenbrock.hess(x), hess, atol=1e-9)


def test_L22_the_predicted_fall_is_that_of_the_linear_model():
    starts = np.random.default_rng(1).uniform(-2, 2, (50, 2))
    state = next(levenberg_marquardt(rosenbrock, starts, damping=0.5))
    e, J = rosenbrock.residuals(starts), rosenbrock.jacobian(starts)
    linear = e + np.matvec(J, state.direction)
    np.testing.assert_allclose(state.predicted, (e**2).sum(-1) - (linear**2).sum(-1), rtol=1e-9)
    np.testing.assert_allclose(
        state.actual, state.loss - rosenbrock(starts + state.direction), rtol=1e-9
    )


def test_L22_more_damping_gives_a_shorter_step_nearer_to_straight_downhill():
    nu = np.geomspace(1e-3, 1e6, 50)
    starts = np.random.default_rng(2).uniform(-2, 2, (30, 1, 2))
    state = next(levenberg_marquardt(rosenbrock, starts, damping=nu, adapt=False))
    size = np.linalg.norm(state.direction, axis=-1)
    downhill = -np.vecdot(state.direction, state.grad) / np.linalg.norm(state.grad, axis=-1) / size
    assert (np.diff(size) < 0).all()
    assert (np.diff(downhill) > -1e-12).all() and (downhill > 0).all()
    np.testing.assert_allclose(downhill[:, -1], 1, atol=1e-3)


def test_L22_damping_is_the_voice_of_n_further_residuals():
    """(JᵀJ + νI) d = −Jᵀε is least squares for √ν d written below ε."""
    rng = np.random.default_rng(3)
    for nu in (0.1, 3.0):
        x = rng.uniform(-2, 2, 2)
        e, J = rosenbrock.residuals(x), rosenbrock.jacobian(x)
        rows, right = np.vstack([J, np.sqrt(nu) * np.eye(2)]), np.append(e, [0, 0])
        d = -np.linalg.lstsq(rows, right, rcond=None)[0]
        np.testing.assert_allclose(d, trial(rosenbrock, x, nu)[0], rtol=1e-9)


# L23: Rosenbrock


def test_L23_gauss_newton_on_rosenbrock_lands_where_the_first_residual_is_straight():
    """At (1, 1 − (1 − x₁)²), whatever x₂ was, with the loss 100(1 − x₁)⁴."""
    starts = np.random.default_rng(4).uniform(-10, 10, (1000, 2))
    trace = record(gauss_newton(rosenbrock, starts), 1)
    away = 1 - starts[:, 0]
    np.testing.assert_allclose(trace.x[1, :, 1], 1 - away**2, atol=1e-10)
    np.testing.assert_allclose(trace.loss[1], 100 * away**4, rtol=1e-8)
    near = record(gauss_newton(rosenbrock, [0.5, 2.0]), 1).loss
    np.testing.assert_allclose(near, [306.5, 6.25])


def test_L23_the_cards_of_the_damping_turned_by_hand():
    nu = np.array([1e-3, 10**-0.375, 10**0.625, 1e4])
    t = record(levenberg_marquardt(rosenbrock, CLASSIC, nu, adapt=False), 1)
    np.testing.assert_allclose(t.loss[1, [0, 2]], [2285, 4.116], rtol=2e-4)
    assert 24.2 < t.loss[1, 1] < 24.4
    assert (t.loss[0] - t.predicted[0])[[0, 2]] == pytest.approx([0, 3.9], abs=0.05)
    assert t.predicted[0, 3] == pytest.approx(2.459, abs=5e-4)
    assert t.actual[0, 3] == pytest.approx(2.451, abs=5e-4)
    dial = np.geomspace(1e-3, 1e4, 57)
    t = record(levenberg_marquardt(rosenbrock, [1.8, -0.5], dial, adapt=False), 1)
    np.testing.assert_allclose(t.loss[:, 0], [1399.4, 41.43], rtol=1e-3)
    assert (np.diff(t.loss[1]) > 0).all()


def test_L23_the_cards_of_the_damping_that_adapts():
    t = record(levenberg_marquardt(rosenbrock, CLASSIC, 1e-3), 30)
    np.testing.assert_allclose(t.damping[:5], [0.001, 0.002, 0.008, 0.064, 1.024])
    assert t.accepted[:5].tolist() == [False] * 4 + [True]
    careful = record(levenberg_marquardt(rosenbrock, CLASSIC, 1e4), 30)
    assert careful.accepted[:8].all() and round(float(careful.damping[8]), 3) == 1.524
    easy = record(levenberg_marquardt(rosenbrock, [1.8, -0.5]), 2)
    assert easy.accepted.all() and easy.loss[2] < 1e-4 < easy.loss[1]


def test_L22_dividing_and_multiplying_by_ten_alternates_accept_and_refuse():
    """48 trials from ν = 0.01, ×2 and ÷3: 20, Nielsen's rule: 16."""
    tens = refusals(0.01, 10, 10)
    assert len(tens) == 48 and len(refusals(0.01, 2, 3)) == 20
    assert (tens[4:37][1:] != tens[4:37][:-1]).all()
    nielsen = record(levenberg_marquardt(rosenbrock, CLASSIC, 0.01), 30)
    assert (nielsen.loss < 1e-4).argmax() == 16


CONTEST = {
    "Gauss–Newton": gauss_newton,
    "Levenberg–Marquardt": levenberg_marquardt,
    "BFGS": bfgs,
    "conjugate gradient": conjugate_gradient,
    "momentum": partial(momentum, rate=3e-4, beta=0.98),
    "gradient descent": partial(gradient_descent, rate=0.0018),
}
RACES = {
    (-1.2, 1.0): [3, 21, 36, 67, 501, 5169],
    (-1.9, 2.9): [3, 26, 48, 65, 612, None],
    (0.0, 0.0): [3, 18, 23, 33, 173, 4760],
    (1.8, -0.5): [3, 4, 41, 69, 875, None],
}


def evaluations(method, start):
    """Points that f was asked at until the loss is below 10⁻⁴; None if the run diverges."""
    f = counted(rosenbrock)
    for state in method(f, np.array(start)):
        if state.loss < 1e-4:
            return max(f.calls.values())
        if not np.isfinite(state.loss):
            return None


@pytest.mark.parametrize("start", RACES)
def test_L23_the_race_at_equal_evaluations(start):
    found = [evaluations(method, start) for method in CONTEST.values()]
    assert found == RACES[start]


# L23: where Gauss–Newton fails, and where it does not


def test_L23_the_cards_of_arctan():
    x = record(gauss_newton(arctan, [[1.39], [1.4], [1.5]]), 12).x[..., 0]
    np.testing.assert_allclose(x[1:4, 0], [-1.387, 1.38, -1.36], atol=5e-4)
    assert round(x[6, 0], 3) == 0.905 and abs(x[12, 0]) < 1e-9
    np.testing.assert_allclose(x[1:4, 1], [-1.414, 1.45, -1.551], atol=5e-4)
    assert round(x[7, 1]) == -103
    assert x[1:6, 2] == pytest.approx([-1.69, 2.32, -5.11, 32.3, -1575], rel=3e-3)
    assert (abs(x[7:11, 0]) < x[6:10, 0] ** 2).all()  # more than twice the digits
    assert (abs(x[4:6, 2]) > x[3:5, 2] ** 2).all()


def test_L23_gauss_newton_finds_a_pole_in_mgh09_from_the_near_start():
    problem = data.nist("MGH09")
    trace = record(gauss_newton(surfaces.fit(problem), problem.starts[1]), 60)
    assert trace.loss[-1] == pytest.approx(4.24e-4, rel=1e-3)
    assert verdict(trace, target=problem.rss) == "stuck"
    pole = np.roots([1, *trace.x[-1, 2:]]).max()
    assert 0.25 < pole < 0.5


def test_L23_gauss_newton_finds_a_pole_in_thurber_from_the_far_start():
    """The model divides by 1 + b₅x + b₆x² + b₇x³."""
    problem = data.nist("Thurber")
    b = last(gauss_newton(surfaces.fit(problem), problem.starts[0]), 40).x
    roots = np.roots([*b[:3:-1], 1])
    pole = roots[abs(roots.imag) < 1e-9].real
    assert ((1.115 < pole) & (pole < 1.572)).any()
    assert not ((1.115 < problem.x) & (problem.x < 1.572)).any()


def test_L23_momentum_from_the_origin_arrives_and_leaves_again():
    loss = record(CONTEST["momentum"](rosenbrock, np.zeros(2)), 600).loss
    first = (loss < 1e-4).argmax()
    assert loss[first:].max() > 1e-4 > loss[-1]


def test_L23_where_gauss_newton_arrives_it_is_first():
    found = {(n, k): looks(n, k, gauss_newton) for n in data.NIST for k in (0, 1)}
    lost = [case for case, count in found.items() if np.isnan(count)]
    assert lost == [("Thurber", 0), ("MGH09", 0), ("MGH09", 1)]
    assert (found["Misra1a", 0], found["Misra1a", 1]) == (8, 4)
    assert found["Thurber", 1] == pytest.approx(27, abs=1)
    misra = data.nist("Misra1a")
    loss = record(gauss_newton(surfaces.fit(misra), misra.starts[0]), 1).loss
    np.testing.assert_allclose(loss, [10780, 2.73e7], rtol=1e-3)


def test_L23_thurber_looks_right_before_it_is():
    problem = data.nist("Thurber")
    t = record(levenberg_marquardt(surfaces.fit(problem), problem.starts[0]), 40)
    assert t.loss[10] == pytest.approx(5643, abs=1) and digits(problem, t.x[10]) < 3
    assert (digits(problem, t.x) >= 6).argmax() == pytest.approx(28, abs=1)


def test_L23_mgh09_from_afar_has_no_digit_for_a_hundred_trials():
    problem = data.nist("MGH09")
    t = record(levenberg_marquardt(surfaces.fit(problem), problem.starts[0]), 130)
    right = digits(problem, t.x)
    first, six = (right >= 1).argmax(), (right >= 6).argmax()
    assert (first, six) == (pytest.approx(90, abs=3), pytest.approx(107, abs=4))


# Marquardt's scaling

IDENTITY = {"Misra1a": (18, 7), "Thurber": (30, 28), "MGH09": (109, 23)}
MARQUARDT = {"Misra1a": (18, 7), "Thurber": (23, 23), "MGH09": (120, 17)}


@pytest.mark.parametrize(("scaling", "stated"),
                         [("identity", IDENTITY), ("marquardt", MARQUARDT)])  # fmt: skip
def test_L22_neither_damping_always_wins(scaling, stated):
    for name, counts in stated.items():
        found = [looks(name, k, scaling=scaling) for k in (0, 1)]
        np.testing.assert_allclose(found, counts, rtol=0.07)


def test_L22_marquardts_scaling_on_mgh09_from_afar_depends_on_the_first_damping():
    run = partial(looks, "MGH09", 0)
    assert run(damping=1.0) == pytest.approx(102, rel=0.07)
    assert run(damping=1e-6) == pytest.approx(124, rel=0.07)
    assert run(damping=1.0, scaling="marquardt") == pytest.approx(184, rel=0.07)
    assert np.isnan(run(damping=1e-6, scaling="marquardt"))


def test_L22_marquardts_path_does_not_depend_on_units():
    f = surfaces.fit(data.nist("Misra1a"))
    unit = np.array([1, 2.0**-20])
    other = surfaces.LeastSquares(
        name="other units", formula="", window=f.window,
        residuals_at=lambda b: f.residuals_at(b * unit),
        jacobian_at=lambda b: f.jacobian_at(b * unit) * unit,
    )  # fmt: skip
    for scaling, same in [("marquardt", True), ("identity", False)]:
        method = partial(levenberg_marquardt, scaling=scaling)
        ends = last(method(f, f.starts), 8).x, last(method(other, f.starts / unit), 8).x * unit
        assert np.array_equal(*ends) == same
