"""The exercises of notebook 34, Levenberg–Marquardt."""

import numpy as np

from helpers.surfaces import rosenbrock

from .rules import agrees, differs, exercise, number


def problem(seed, m=6, n=3):
    """Residuals (m,) and a Jacobian (m, n) of no special kind."""
    rng = np.random.default_rng(seed)
    return rng.standard_normal(m), rng.standard_normal((m, n))


def solved(e, J, matrix):
    return -np.linalg.solve(J.T @ J + matrix, J.T @ e)


def along(d, g):
    """Do d and g lie on one line?"""
    return abs(d @ g) > (1 - 1e-9) * np.linalg.norm(d) * np.linalg.norm(g)


@exercise("and with ν = 0 it is the Gauss–Newton step, with a large ν nearly −Jᵀε/ν.")
def exercise_34_1(damped_step):
    """``damped_step(residuals, jacobian, damping)``: −(JᵀJ + νI)⁻¹Jᵀε."""
    e, J = problem(1)
    nu, one, g = 0.7, np.eye(3), J.T @ e
    found = damped_step(e, J, nu)
    right = solved(e, J, nu * one)
    yield found.shape == right.shape, (
        f"The step should have one number per parameter, shape {right.shape}; "
        f"yours has {found.shape}."
    )
    yield differs(found, -right), "That is the step with the wrong sign: it leads uphill."
    yield differs(found, solved(e, J, nu)), (
        "`JᵀJ + ν` adds ν to every entry of the matrix. Only the diagonal gets it: "
        "ν `np.eye(n)`."
    )
    yield differs(found, solved(e, J, 0 * one)), (
        "That is the Gauss–Newton step: ν plays no part in it yet."
    )
    yield differs(found, solved(e, J, nu * np.diag((J**2).sum(0)))), (
        "That is Marquardt's scaling, ν diag(JᵀJ). Asked for is νI."
    )
    yield differs(found, solved(e, J, nu**2 * one)), "ν stands there squared; it is νI."
    yield differs(found, solved(e, J, one / nu)), "That has I/ν in the place of νI."
    yield not along(found, g), "That is a step of gradient descent: JᵀJ is missing."
    yield differs(found, solved(e, J, -nu * one)), "JᵀJ − νI? The damping is added."
    yield differs(found, solved(e, J, nu / 2 * one)) and differs(found, right / 2), (
        "A 2 is left over. The gradient is 2Jᵀε, the Hessian 2JᵀJ: leave both 2s out."
    )
    yield differs(found, 2 * right), (
        "Twice too long: the gradient is 2Jᵀε, but the Hessian is 2JᵀJ, and the 2 cancels."
    )
    yield differs(found, solved(e, J, 0 * one) + nu * g), (
        "A pair of brackets is missing: JᵀJ + νI is inverted as a whole."
    )
    e, J = problem(4, 5, 2)  # another number of parameters
    again = agrees(damped_step(e, J, nu), solved(e, J, nu * np.eye(2)))
    yield agrees(found, right) and again, "Solve (JᵀJ + νI) d = −Jᵀε for d."


@exercise(
    "near 1 the promise was kept and ν may fall; below 0 the loss has risen, and the step is "
    "refused."
)
def exercise_34_2(gain):
    """``gain(residuals, jacobian, step, after)``: actual over promised fall of ‖ε‖²."""
    e, J = problem(2)
    d = 0.8 * solved(e, J, 0.3 * np.eye(3))
    linear = e + J @ d
    after = linear + 0.3 * problem(3)[0]
    found = number(gain(e, J, d, after))
    actual, promised = e @ e - after @ after, e @ e - linear @ linear
    length = np.linalg.norm
    yield differs(found, -actual / promised), (
        "The sign is turned round: a fall is before minus after."
    )
    yield differs(found, promised / actual), "Upside down: the actual fall comes first."
    yield differs(found, actual / (e @ e)), (
        "That is the fall as a part of the whole loss. Divide it by the promised fall."
    )
    yield differs(found, actual), "That is the actual fall. Divide it by the promised one."
    yield differs(found, promised), "That is the promised fall; it goes below the line."
    yield differs(found, (length(e) - length(after)) / (length(e) - length(linear))), (
        "Those are the lengths of the residuals. The loss is the square of the length."
    )
    yield differs(found, actual / (-2 * d @ J.T @ e)), (
        "The promise has a second part: ‖ε + Jd‖² also holds ‖Jd‖²."
    )
    total, linear_total, end_total = e.sum(), linear.sum(), after.sum()
    yield differs(found, (total - end_total) / (total - linear_total)) and differs(
        found, (total**2 - end_total**2) / (total**2 - linear_total**2)
    ), "The residuals are added up as they are; square each of them first."
    yield differs(found, actual / (-2 * d @ J.T @ e + (J @ d) @ (J @ d))), (
        "Mind the sign: ‖ε + Jd‖² holds + ‖Jd‖², so that the promised fall holds − ‖Jd‖²."
    )
    yield differs(found, actual / (e @ e - (J @ d) @ (J @ d))), (
        "After the step the linear model has ε + Jd, not Jd alone."
    )
    yield differs(found, (after @ after) / (linear @ linear)), (
        "Those are the losses after the step. Compare the *falls*: before minus after."
    )
    yield agrees(found, actual / promised), (
        "Three sums of squares are needed: of ε, of `after`, and of ε + Jd."
    )
    found = number(gain(e, J, d, 2 * e))
    yield agrees(found, -3 * e @ e / promised), (
        "A step that raises the loss has a negative ρ. Is its sign taken away?"
    )


@exercise("that is a complete optimiser: nothing was tuned, and it cannot go up.")
def exercise_34_3(fit_safely):
    """``fit_safely(residuals, jacobian, x0, damping, trials)``: the places, ν × 2 or ÷ 3."""
    x0, nu, trials = np.array([-1.2, 1.0]), 1.0, 15
    found = fit_safely(rosenbrock.residuals, rosenbrock.jacobian, x0, nu, trials)
    right = reference(x0, nu, trials)
    moved = (np.diff(right, axis=0) != 0).any(1)
    yield found.shape != (2,), (
        "That is the last place alone. Return all of them, the start included."
    )
    yield found.shape != (1 + moved.sum(), 2), (
        "A place is missing for each refused trial. Append x in both cases."
    )
    yield found.shape != (2, 2), "One trial only was made. Does `return` stand within the loop?"
    yield found.shape != (trials, 2), (
        "One place is missing: the start belongs to the list, and so does the last one."
    )
    yield found.shape == right.shape, (
        f"{trials + 1} places are wanted, shape {right.shape}; yours have {found.shape}."
    )
    yield differs(found, x0), (
        "The run never leaves x0. Has the step its minus sign and its ν, and does ν double? Are "
        "sums of *squares* compared, and is the lower one accepted?"
    )
    yield differs(found, reference(x0, nu, trials, guard=False)), (
        "Every step is taken, also those that go up. Compare the sums of squares first."
    )
    yield differs(found, reference(x0, nu, trials, landings=True)), (
        "Those are the places that were tried. After a refusal, the run still stands at x."
    )
    yield differs(found, reference(x0, nu, trials, matrix=lambda J: np.diag((J**2).sum(0)))), (
        "That is Marquardt's scaling, ν diag(JᵀJ). Asked for is νI."
    )
    yield differs(found, reference(x0, nu, trials, up=1 / 3, down=0.5)), (
        "ν goes the wrong way: double it after a refusal, divide it by 3 after a success."
    )
    yield differs(found, reference(x0, nu, trials, up=1.0)), (
        "A refused trial is made again, and refused again, for ever. Double ν, and it differs."
    )
    yield differs(found, reference(x0, nu, trials, down=1.0)), (
        "ν never comes down. Divide it by 3 after a success."
    )
    yield differs(found, reference(x0, nu, trials, down=2.0)), (
        "After a success ν is divided by 3, not by 2."
    )
    yield differs(found, reference(x0, nu, trials, up=3.0)), "After a refusal ν is doubled."
    yield differs(found, reference(x0, nu, trials, stale=True)), (
        "The Jacobian is that of the start. Compute it anew at each place."
    )
    yield agrees(found, right), (
        "Begin with x0. At each trial: the damped step at the newest x, the two sums of squares, "
        "and then either x + d and ν/3, or x and 2ν."
    )


def reference(x, nu, trials, up=2.0, down=3.0, guard=True, stale=False, landings=False,
              matrix=lambda J: np.eye(2)):  # fmt: skip
    """The places of the exercise; the knobs make the likely slips."""
    places, x0 = [x], x
    for _ in range(trials):
        e, J = rosenbrock.residuals(x), rosenbrock.jacobian(x0 if stale else x)
        there = x + solved(e, J, nu * matrix(J))
        lower = rosenbrock(there) < e @ e
        x = there if lower or not guard else x
        nu = nu / down if lower else nu * up
        places.append(there if landings else x)
    return np.array(places)
