"""The exercises of notebook 23, Newton's method."""

import numpy as np

from helpers import surfaces

from .rules import agrees, differs, exercise, number


@exercise("gradient descent with the rate 1/f″, and so with no rate to choose.")
def exercise_23_1(next_x):
    """``next_x(x, slope, curvature)``: where a step of Newton's method leads."""
    x, slope, curvature = np.array([[2.0, 6.0, 11.0], [0.3, -0.273, -0.73], [-3.0, -1.95, 0.05]]).T
    asked = zip(x.tolist(), slope.tolist(), curvature.tolist(), strict=True)
    found = np.array([number(next_x(*at)) for at in asked])
    yield differs(found, -slope / curvature), (
        "That is the step. Add it to x: the place is wanted where the step leads."
    )
    yield differs(found, slope / curvature), (
        "That is the step, with the wrong sign, and without the x at which it begins."
    )
    yield differs(found, x + slope / curvature), (
        "A sign: where the slope is positive and the parabola opens upwards, the vertex is to the "
        "*left*."
    )
    yield differs(found, x - slope * curvature), (
        "Divide by the curvature: where it is large the parabola is narrow, and the vertex near."
    )
    yield differs(found, x - curvature / slope), (
        "The quotient is upside down: a slope of 0 must give a step of 0."
    )
    yield differs(found, (x - slope) / curvature), (
        "The brackets: only the slope is divided by the curvature, not x."
    )
    yield differs(found, x - slope / (2 * curvature)), (
        "Half the way only: the slope of ½ f″ d² is f″ d, so no 2 is left."
    )
    yield differs(found, x - 2 * slope / curvature), (
        "Twice as far as the vertex: the parabola has ½ f″ d² in it, with the half."
    )
    yield differs(found, x - slope / abs(curvature)), (
        "That always goes downhill, and is no bad idea; but Newton's method itself goes to the "
        "vertex, on a hill, too. Leave the sign of the curvature as it is."
    )
    yield agrees(found, x - slope / curvature), (
        "Set the parabola's slope, slope + curvature · d, to 0, solve it for d, and add d to x."
    )


@exercise("it goes to minima only: on a hill it follows the gradient, in a valley Newton.")
def exercise_23_2(descend_safely):
    """``descend_safely(slope, curvature, x0, rate, steps)``: gradient descent, then Newton."""
    f, rate, steps = surfaces.double_well, 0.4, 5
    slope = lambda x: float(f.grad(x)[0])  # noqa: E731
    curvature = lambda x: float(f.hess(x)[0, 0])  # noqa: E731
    starts = [0.45, 1.7, -0.2]  # a hill, a valley, a hill that lasts for two steps
    runs = [descend_safely(slope, curvature, x0, rate, steps) for x0 in starts]
    yield all(np.ndim(found) for found in runs), (
        "That is one position only. Collect all of them, the start included, in a list."
    )
    yield all(len(found) >= steps + 1 for found in runs), (
        "Too few positions: the start comes first, and so many steps make one position more."
    )
    yield all(found.shape == (steps + 1,) for found in runs), (
        "Too many positions: so many steps make only one position more, each of them one number."
    )
    found = np.array(runs).T  # (positions, starts)
    now, step = found[:-1], np.diff(found, axis=0)
    g, bend = f.grad(now[..., None])[..., 0], f.hess(now[..., None])[..., 0, 0]
    newton, descent = -g / bend, -rate * g
    yield agrees(found[0], starts), "The first position should be the start, `x0` itself."
    yield differs(step, newton), (
        "Newton's step everywhere: on a hill, where the curvature is below 0, it climbs to the top."
    )
    yield differs(step, descent), (
        "Gradient descent everywhere. Where `curvature(x) > 0`, Newton's step is the better one."
    )
    yield differs(step, step[0]), (
        "All steps are the same: ask `slope` and `curvature` anew at every step, at the newest x."
    )
    yield differs(step, np.where(g > 0, newton, descent)), (
        "That asks for the sign of the slope. The *curvature* tells a valley from a hill."
    )
    yield differs(step, np.where(bend > 0, descent, newton)), (
        "The two steps are exchanged: Newton's belongs where the curvature is *positive*."
    )
    yield differs(step, np.where(bend[0] > 0, newton, descent)), (
        "It is decided once, at the start. Ask again at every step, at the newest x."
    )
    yield differs(step, np.where(bend > 0, newton, -descent)), (
        "On a hill it walks uphill: go *against* the slope, x − rate · slope(x)."
    )
    yield differs(step, np.where(bend > 0, newton, -g)), (
        "The rate is missing: on a hill the step is rate times slope."
    )
    yield differs(step, np.where(bend > 0, rate * newton, descent)), (
        "Newton's step needs no rate: where the curvature is positive, take all of it."
    )
    yield agrees(step, np.where(bend > 0, newton, descent)), (
        "The start is right, but not every step is −slope/curvature where the curvature is "
        "positive, and −rate · slope elsewhere, both taken at the newest x."
    )


@exercise("three errors tell the order of a method you have never seen.")
def exercise_23_3(order):
    """``order(error)``: the p in error → c · errorᵖ, from successive errors."""
    orders = np.array([2.0, 3.0, 1.0, 1.618, 2.0])
    factors = np.array([1.5, 1 / 3, 0.6, 0.8, 40.0])
    runs = np.full((4, 5), 0.02)  # (errors, runs)
    for k in range(3):
        runs[k + 1] = factors * runs[k] ** orders
    found = np.array([number(order(error.copy())) for error in runs.T])
    logs = np.log(runs)
    one, two = logs[1] - logs[0], logs[2] - logs[1]
    yield differs(found, found[0]), (
        "The same order for every run. Compute it from the errors you are given."
    )
    yield differs(found, np.round(orders)), (
        "Do not round: the order need not be a whole number."
    )
    yield all(differs(found, logs[k + 1] / logs[k]) for k in range(3)), (
        "That would be right if c were 1. Take *differences* of logarithms: log c drops out."
    )
    yield all(differs(found, runs[k + 1] / runs[k]) for k in range(3)), (
        "That is how much smaller an error becomes: right for the factor of gradient descent. The "
        "order is in the logarithms."
    )
    yield differs(found, one / two), (
        "The quotient is upside down: the newer difference is divided by the older one."
    )
    yield differs(found, (runs[2] - runs[1]) / (runs[1] - runs[0])), (
        "The logarithms are missing: take the difference of two logs, not of two errors."
    )
    yield differs(found, np.exp(logs[2] - 2 * logs[1])), (
        "That is c, if the order is 2. Do not assume the order: it is what is asked for."
    )
    yield agrees(found, orders), (
        "Three errors give two points of the line log ε₊ = log c + p · log ε; p is how steep it is."
    )
