"""The exercises of notebook 21, Where the gradient vanishes."""

import numpy as np

from .rules import agrees, differs, exercise, number


@exercise(
    "none means a minimum, all a maximum, anything between a saddle. In a million dimensions there "
    "are 999 999 ways of being a saddle."
)
def exercise_21_1(ways_down):
    """``ways_down(hess)``: the number of negative eigenvalues, the index of a level place."""
    turn = np.linalg.qr(np.arange(9).reshape(3, 3) ** 2 + np.eye(3))[0]
    hessians = [
        np.diag([-2.0, -1.0]),
        np.diag([2.0, 1.0]),
        np.array([[1.0, 2.0], [2.0, 1.0]]),
        np.array([[-1.0, 2.0], [2.0, -1.0]]),
        np.diag([2.0, 0.0]),
        turn @ np.diag([-1.0, -2.0, 3.0]) @ turn.T,
    ]
    found = np.array([number(ways_down(hess.copy())) for hess in hessians])
    spectra = [np.linalg.eigvalsh(hess) for hess in hessians]
    yield differs(found, found[0]), (
        "It is the same number for every Hessian. Use the argument `hess`."
    )
    yield differs(found, [np.sum(bend > 0) for bend in spectra]), (
        "Those are the ways *up*: a positive eigenvalue bends up, a negative one down."
    )
    yield differs(found, [np.sum(bend <= 0) for bend in spectra]), (
        "Nearly: an eigenvalue of 0 bends neither up nor down, so it does not count."
    )
    yield differs(found, [np.sum(np.diag(hess) < 0) for hess in hessians]), (
        "The diagonal holds the curvatures along the axes only. [[1, 2], [2, 1]] bends down along "
        "the diagonal between them: ask for the eigenvalues."
    )
    yield differs(found, [np.linalg.det(hess) < 0 for hess in hessians]), (
        "The determinant is a product, in which two minus signs cancel: it cannot tell a maximum "
        "from a minimum. Count the negative eigenvalues."
    )
    yield differs(found, [bend.min() for bend in spectra]), (
        "That is the most negative curvature itself. How *many* are negative?"
    )
    yield agrees(found, [np.sum(bend < 0) for bend in spectra]), (
        "What is wanted is how many of the eigenvalues of `hess` are below 0."
    )


@exercise(
    "the gradient is zero there, the Hessian has no negative eigenvalue, and no step was taken."
)
def exercise_21_2(fit):
    """``fit(features, y)``: the weights (n + 1,) of the best linear perceptron, bias last."""
    rng = np.random.default_rng(21)
    features, y = rng.normal(1.0, 1.0, (8, 3)), rng.normal(2.0, 1.0, 8)
    X = np.column_stack([features, np.ones(8)])
    best, plain = np.linalg.lstsq(X, y)[0], np.linalg.lstsq(features, y)[0]
    found = fit(features.copy(), y.copy())
    yield found.shape != plain.shape, (
        "The bias is missing: put a column of ones behind the features, and it becomes one more "
        "weight."
    )
    yield found.shape != y.shape, "Those are predictions, one an example. Return the weights."
    yield found.shape == best.shape, (
        f"With 3 features, 4 weights are wanted, in the shape (4,); yours have {found.shape}."
    )
    yield differs(found, np.roll(best, 1)), "Right, but the bias comes first. It should be last."
    yield differs(found, X.T @ y), (
        "That is Xᵀy, the right-hand side only. Solve XᵀX w = Xᵀy for w."
    )
    yield differs(found, [*plain, y.mean()]), (
        "Weights and bias cannot be found one after the other: the mean of y is the best bias "
        "only where every feature has the mean 0. Solve for all of them together."
    )
    yield differs(found, 8 * best) and differs(found, best / 8), (
        "Eight times too large or too small: the 1/m of the loss stands on both sides of the "
        "normal equations, or on none."
    )
    yield differs(found, -best), "A sign: Xᵀ(Xw − y) = 0 means XᵀX w = *plus* Xᵀy."
    yield agrees(found, best), (
        "At your weights the gradient, (2/m) Xᵀ(Xw − y), is not zero. Solve XᵀX w = Xᵀy, with a "
        "column of ones as the last of X."
    )
    smaller = fit(features[:5, :1], y[:5])
    yield smaller.shape == (2,) and agrees(smaller, np.linalg.lstsq(X[:5, [0, 3]], y[:5])[0]), (
        "Right for 8 examples of 3 features, wrong for 5 of 1. Use the shapes you are given."
    )


@exercise(
    "in one dimension, a change of sign finds them all. In the plane the turns of the arrow do, "
    "and in a million dimensions nothing."
)
def exercise_21_3(minima):
    """``minima(slope, left, right)``: all places where the slope goes from minus to plus."""
    hollows, tops = np.pi * np.array([2, 4, 6]), np.pi * np.array([1, 3, 5])
    found = np.atleast_1d(minima(np.sin, 1.0, 20.0))
    yield not near(found, tops), (
        "Those are the maxima: over a minimum the slope goes from minus to *plus*."
    )
    yield not near(found, np.sort([*hollows, *tops])), (
        "The maxima are among them. Level is not enough: the slope must go from minus to plus."
    )
    yield not near(found, hollows[:1]), "That is the first one only. Return all of them."
    yield not near(found, hollows[::-1]), "All there, but not in order: from left to right."
    yield not near(found, hollows, 0.1) or near(found, hollows), (
        "The right places, but only to the digits of your grid. Halve each interval, some 50 times."
    )
    yield near(found, hollows), (
        "On a curve with the slope sin x, minima are wanted at 2π, 4π and 6π, all between 1 and 20 "
        "(and none anywhere else)."
    )
    ledge = np.atleast_1d(minima(lambda x: (x + 1.3) * (x - 0.4) ** 2 * (x - 1.7), -3.0, 3.0))
    yield near(ledge, np.array([1.7])), (
        "Not on a curve with a ledge, where the slope comes up to 0 and turns negative again: that "
        "is level, yet no minimum. Only a true change of sign counts."
    )
    yield all(np.size(minima(f, -1.0, 1.0)) == 0 for f in (lambda x: -x, lambda x: x - 1)), (
        "A curve may have no minimum at all in the range. Then the answer is empty: the ends "
        "do not count."
    )
    yield near(np.atleast_1d(minima(lambda x: x, -1.0, 1.0)), np.zeros(1)), (
        "Right so far, but not where the slope is exactly 0 at one of your places, as that of x² "
        "at 0 between −1 and 1: it goes from minus to 0 there, and only then to plus."
    )
    yield np.size(minima(lambda x: -(x**2), -1.0, 1.0)) == 0, (
        "Right so far, but not where a ledge lies exactly at one of your places: the slope is 0 "
        "there, and negative on both sides."
    )


def near(found, wanted, within=1e-8):
    """Whether as many places were found as are wanted, each close to its own."""
    return found.shape == wanted.shape and bool((abs(found - wanted) < within).all())
