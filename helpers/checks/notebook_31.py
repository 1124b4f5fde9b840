"""The exercises of notebook 31, The learning rate."""

import numpy as np

from helpers import surfaces

from .rules import agrees, differs, exercise, number


@exercise(
    "one number foretells the whole run. Between −1 and 1 it arrives; below 0 it jumps across the "
    "minimum at every step; beyond ±1 it diverges."
)
def exercise_31_1(factor):
    """``factor(rate)``: by how much one step of gradient descent on f = x² multiplies x."""
    rates = np.array([0.05, 0.2, 0.9, 1.02, 0.37])
    found = np.array([number(factor(rate)) for rate in rates.tolist()])
    yield differs(found, found[0]), (
        "It is the same number for every rate. Use the argument `rate`, so that it changes with it."
    )
    yield differs(found, 1 + 2 * rates), (
        "A sign: that walks uphill. Descent goes *against* the slope, x − rate · f′(x)."
    )
    yield differs(found, 1 - rates), "A 2 is missing: the slope of x² is 2x, not x."
    yield differs(found, 2 * rates - 1), (
        "The sign is turned round: the new x is the old x *minus* the step, not the reverse."
    )
    yield differs(abs(found), 2 * rates), (
        "That is the step alone. The new x is the old x minus this step: what is left of x?"
    )
    yield differs(found, abs(1 - 2 * rates)), (
        "The size is right, the sign is lost. What does it mean for x to be multiplied by a "
        "negative number? Look at rate 0.9 in the figure."
    )
    yield differs(found, (1 - 2 * rates) ** 2), (
        "That is the factor of the loss. The loss is x², so x itself is multiplied by its root; "
        "mind the sign."
    )
    yield agrees(found, 1 - 2 * rates), (
        "Put f′(x) = 2x into x − rate · f′(x) and take x out of the bracket: "
        "what x is multiplied by is the answer."
    )


@exercise("that is gradient descent: it knows nothing of f but its slope, so it runs on any f.")
def exercise_31_2(descend):
    """``descend(f, x0, rate, steps)``: the positions x0, x1, … of gradient descent."""
    f = surfaces.quadratic(np.array([[3.0, 1.0], [1.0, 2.0]]), np.array([1.0, -2.0]))
    x0, rate, steps = np.array([1.5, -1.0]), 0.1, 6
    found = descend(f, x0, rate, steps)
    yield from shaped_as_positions(found, x0, steps)
    step, slope = found[1] - x0, f.grad(x0)
    yield differs(found, found[0]), (
        "Every stored position is the same: `x -= …` changes the one array that all of them share. "
        "Write `x = x - …`, which makes a new one."
    )
    yield agrees(found[0], x0), "The first position should be the start, `x0` itself."
    yield differs(step, rate * slope), "It walks uphill: go *against* the gradient, with a minus."
    yield differs(step, -rate * f(x0)), (
        "The step uses the height `f(x)`; what is wanted is the slope, `f.grad(x)`."
    )
    yield differs(step, -slope), "The rate is missing: the step is rate times gradient."
    yield differs(step, -rate * 2 * x0), (
        "2x is the slope of x² only. Ask the function you are given: `f.grad(x)`."
    )
    yield differs(np.diff(found, axis=0), step), (
        "All steps are alike: the gradient is taken at the start each time. "
        "Take it where you are now, at the newest x."
    )
    yield agrees(np.diff(found, axis=0), -rate * f.grad(found[:-1])), (
        "The start is right, but not every step goes from x to x − rate · f.grad(x)."
    )
    yield descend(f, x0, rate, 0).shape == (1, *x0.shape), (
        "With `steps = 0` nothing moves: the answer is then the start alone."
    )
    wide, high = surfaces.quadratic(np.diag([1.0, 2.0, 3.0])), np.array([3.0, 1.0, -2.0])
    again = descend(wide, high, 0.2, 3)
    yield agrees(again[0], high) and agrees(np.diff(again, axis=0), -0.2 * wide.grad(again[:-1])), (
        "It works on one function, but not on another with three coordinates, another start and "
        "another rate: use the arguments `f`, `x0`, `rate` and `steps` everywhere."
    )


def shaped_as_positions(found, x0, steps):
    """The rules on how many positions there are."""
    yield found.shape != x0.shape, (
        "That is one position only. Collect all of them, the start included, in a list."
    )
    yield found.shape[1:] == x0.shape, (
        f"Each position should have the shape of the start, {x0.shape}; "
        f"all together yours have {found.shape}."
    )
    yield len(found) != steps or agrees(found[0], x0), (
        "The start is left out: the list begins with `x0`, before any step."
    )
    yield len(found) >= steps + 1, "Too few positions: so many steps make one position more."
    yield len(found) <= steps + 1, "Too many positions: so many steps make only one position more."


@exercise(
    "three positions tell the curvature of a function you have never seen, and with it the limit."
)
def exercise_31_3(largest_rate):
    """``largest_rate(x, rate)``: the largest rate that does not diverge, from positions alone."""
    curvatures = np.array([0.5, 2.0, 8.0, 2.0, 20.0])
    factors = np.array([0.9, 0.6, -0.8, -1.04, -0.5])  # slow, quick, jumping, diverging, jumping
    centres = np.array([3.0, -1.0, 0.5, 4.0, -3.0])
    rates = (1 - factors) / curvatures
    runs = centres + 2.0 * factors ** np.arange(4)[:, None]  # (positions, functions)
    asked = zip(runs.T, rates.tolist(), strict=True)
    found = np.array([number(largest_rate(x.copy(), rate)) for x, rate in asked])

    yield differs(found, rates), "That is the rate that was used. How far could it have gone?"
    yield differs(found, 1 / curvatures), (
        "That is the best rate, 1/f″: it arrives in one step. The largest is where the factor "
        "reaches −1."
    )
    yield differs(found, curvatures), (
        "That is the curvature f″. The limit follows from it: where is 1 − rate · f″ equal to −1?"
    )
    yield differs(found, 2 / (1 - factors)), (
        "The rate is missing: 1 − factor is rate · f″, so divide by the rate to find f″."
    )
    yield differs(found, 2 / (rates * (1 - factors))), (
        "The rate is on the wrong side: 1 − factor is rate · f″, so f″ is (1 − factor) / rate."
    )
    yield differs(found, 2 * rates / (1 + factors)), (
        "A sign: the factor is 1 − rate · f″, so rate · f″ is 1 *minus* the factor."
    )
    yield differs(found, 2 * rates / (1 - abs(factors))), (
        "The sign of the factor is lost. A run that jumps across has a negative factor: keep it."
    )
    yield differs(found, 2 * rates / (1 - 1 / factors)), (
        "The quotient is upside down: the newer difference is divided by the older one."
    )
    yield all(differs(found, 2 * rates / (1 - runs[k + 1] / runs[k])) for k in range(3)), (
        "Dividing x by x is right only for a minimum at 0. This one is somewhere else: "
        "divide *differences* of positions, in which its place drops out."
    )
    yield agrees(found, 2 / curvatures), (
        "Three steps lead there: the factor is (x₂ − x₁)/(x₁ − x₀); it equals 1 − rate · f″; "
        "at the limit it is −1."
    )
