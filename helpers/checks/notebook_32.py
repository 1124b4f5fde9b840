"""The exercises of notebook 32, Differing length scales."""

import numpy as np

from .rules import agrees, differs, exercise, number

VALLEYS = [[1.0, 0.1], [2.0, 50.0, 8.0], [0.3, 0.02, 4.0, 1.0], [5.0, 5.0, 3.0]]


@exercise(
    "the flattest and the steepest direction are then equally slow, and all others are quicker. "
    "It is never less than half of the limit 2/λmax."
)
def exercise_32_1(best_rate):
    """``best_rate(curvatures)``: the best constant rate, 2/(λmin + λmax)."""
    found = np.array([number(best_rate(np.array(valley))) for valley in VALLEYS])
    low, high, mean, total = (
        np.array([of(valley) for valley in VALLEYS]) for of in (min, max, np.mean, sum)
    )
    ends = np.array([valley[0] + valley[-1] for valley in VALLEYS])
    yield differs(found, 2 / high), (
        "That is the limit, 2/λmax: there the steepest direction bounces for ever."
    )
    yield differs(found, 1 / high), (
        "That suits the steepest direction alone, which is then done in one step. A larger rate "
        "helps the flattest, for which you wait."
    )
    yield differs(found, 2 / low) and differs(found, 1 / low), (
        "That suits the flattest direction; the steepest diverges. Both must be served."
    )
    yield differs(found, 1 / mean), (
        "The mean of all curvatures is not what counts: those in between never do. "
        "Which two are the slowest?"
    )
    yield differs(found, 2 / total), (
        "The sum of all curvatures is not what counts, only two of them. Which ones?"
    )
    yield differs(found, 2 / ends), (
        "The curvatures come in any order: the first and the last need not be the smallest and "
        "the largest."
    )
    yield differs(found, 1 / (low + high)), (
        "Half of the best: set 1 − r λmin equal to −(1 − r λmax) and solve for r once more."
    )
    yield differs(found, 2 / (high - low)), (
        "A sign: the two factors are equal, but with *opposite* signs, so the curvatures add up."
    )
    yield differs(found, 4 / (np.sqrt(low) + np.sqrt(high)) ** 2), (
        "That is the rate for momentum, with its roots. Without memory it makes the steepest "
        "direction diverge."
    )
    yield differs(found, (low + high) / 2), (
        "Upside down: a rate is one over a curvature. Steeper valleys need smaller rates."
    )
    yield differs(found, (high - low) / (high + low)), (
        "That is the factor which the best rate reaches. Asked for is the rate itself."
    )
    yield agrees(found, 2 / (low + high)), (
        "Set 1 − r λmin, the slow way along, equal to −(1 − r λmax), the jump across, and solve "
        "for r."
    )


@exercise(
    "one ruler for all. A model that has learnt from standardised features reads new ones rightly "
    "only if they are measured in the same way."
)
def exercise_32_2(standardise):
    """``standardise(X, new)``: new examples in units of the training data's spread."""
    rng = np.random.default_rng(32)
    X = rng.normal([70.0, 6.0, -3.0], [20.0, 2.0, 0.5], (30, 3))
    new = rng.normal([80.0, 5.0, -2.5], [10.0, 3.0, 1.0], (5, 3))
    found = standardise(X, new)
    mean, spread = X.mean(axis=0), X.std(axis=0)
    yield found.shape != X.shape or differs(found, (X - mean) / spread), (
        "Those are the training data, standardised. Asked for are the new examples."
    )
    yield found.shape == new.shape, (
        f"The answer should have the shape of `new`, {new.shape}; yours has {found.shape}."
    )
    yield differs(found, (new - new.mean(axis=0)) / new.std(axis=0)), (
        "The new examples are measured with their own mean and spread. A single one would then "
        "always be 0: take mean and spread of the training data `X`."
    )
    yield differs(found, (new - X.mean()) / X.std()), (
        "One mean and one spread for all features together: each column needs its own. "
        "Try `axis=0`."
    )
    yield differs(found, (new - mean) / X.var(axis=0)), (
        "That divides by the variance, which has the unit squared. The spread is its root, `std`."
    )
    yield differs(found, new - mean), (
        "The means are taken off, but the spreads remain, and with them the long valley."
    )
    yield differs(found, new / spread), (
        "The spreads are right, but the means are still there: take them off first."
    )
    yield differs(found, new - mean / spread), (
        "A pair of brackets is missing: first take off the mean, then divide the difference."
    )
    low, high = X.min(axis=0), X.max(axis=0)
    yield differs(found, (new - low) / (high - low)), (
        "That maps the training data to 0 … 1. Asked for are mean 0 and spread 1."
    )
    ddof = X.std(axis=0, ddof=1)
    yield agrees(found, (new - mean) / spread) or agrees(found, (new - mean) / ddof), (
        "Take the training data's mean of each column off, then divide by the training data's "
        "spread of that column."
    )


@exercise(
    "a slow run tells how slow it is, and that is all that momentum needs to know. κ = 100 costs "
    "691 steps to find out, and 95 ever after."
)
def exercise_32_3(best_momentum):
    """``best_momentum(rate, losses)``: (rate, beta), from a run at the best constant rate."""
    valleys = [np.array([1.0, 100.0]), np.array([0.2, 0.5, 3.0]), np.array([4.0, 9.0, 12.0, 50.0])]
    low, high = (np.array([of(valley) for valley in valleys]) for of in (min, max))
    rates = 2 / (low + high)
    runs = [losses_of(valley, rate) for valley, rate in zip(valleys, rates, strict=True)]
    asked = zip(rates.tolist(), runs, strict=True)
    pairs = [best_momentum(rate, losses.copy()) for rate, losses in asked]
    yield all(pair.shape == (2,) for pair in pairs), (
        "Two numbers are wanted, the rate and β, in this order: `return rate, beta`."
    )
    found, beta = np.transpose(pairs)

    def pair(q):
        """Polyak's pair for a measured factor q, from λ = (1 ± q) / rate."""
        flat, steep = np.sqrt((1 - q) / rates), np.sqrt((1 + q) / rates)
        return 4 / (flat + steep) ** 2, ((steep - flat) / (steep + flat)) ** 2

    last, first = (np.array([loss[k + 1] / loss[k] for loss in runs]) for k in (-2, 0))
    best, best_beta = pair(np.sqrt(last))
    yield differs(found, best_beta) or differs(beta, best), (
        "Right numbers, wrong order: first the rate, then β."
    )
    yield differs(beta, pair(last)[1]), (
        "The losses shrink by the *square* of the factor: x shrinks by the root of what you use."
    )
    yield differs(beta, pair(np.sqrt(first))[1]), (
        "At the beginning other directions still fall as well. Only the end of the run tells of "
        "the slowest ones: use the last two losses."
    )
    yield differs(beta, np.sqrt(best_beta)), (
        "That is the factor that momentum reaches, (√κ − 1)/(√κ + 1). β is its square."
    )
    yield differs(beta, np.sqrt(last)) and differs(beta, last), (
        "κ is missing its root: β is ((√κ − 1)/(√κ + 1))², not (κ − 1)/(κ + 1) or its square."
    )
    yield agrees(beta, best_beta), (
        "β is not yet right. The last two losses give q² = (κ − 1)²/(κ + 1)², hence κ; "
        "then β = ((√κ − 1)/(√κ + 1))²."
    )
    yield differs(found, rates), (
        "β is right, but the rate is still that of plain descent. With memory a larger one is best."
    )
    yield differs(found, best * high), (
        "β is right, the rate is not: you have set λmax = 1. The given rate, 2/(λmin + λmax), "
        "tells how steep this valley is."
    )
    yield agrees(found, best), (
        "β is right, the rate is not: it is 4/(√λmin + √λmax)², with λmin + λmax = 2/rate and "
        "λmax = κ λmin."
    )


def losses_of(curvatures, rate, steps=400):
    """The losses of gradient descent on ½ Σ λᵢ xᵢ² from (1, 1, …)."""
    factors = 1 - rate * curvatures
    return (curvatures * factors ** (2 * np.arange(steps + 1)[:, None])).sum(-1) / 2
