"""The exercises of notebook 22, Following the gradient."""

import numpy as np

from helpers import surfaces
from helpers.words import number as written

from .rules import agrees, differs, exercise, number

# Round, with its only summit at 0: each step of ascent multiplies the distance by 1 − rate.
HILL = surfaces.Surface(
    name="a round hill", formula=r"-\tfrac12 \|x\|^2", window=((-3, 3), (-3, 3)),
    value_at=lambda x: -(x**2).sum(-1) / 2, grad_at=lambda x: -x, maxima=[[0.0, 0.0]],
)  # fmt: skip


@exercise("plus is the whole difference between climbing and descending.")
def exercise_22_1(step_up):
    """``step_up(f, x, rate)``: the position after one step of gradient ascent."""
    f, x, rate = surfaces.two_bumps, np.array([0.5, 0.2]), 0.3
    found, slope = step_up(f, x.copy(), rate), f.grad(x)
    yield found.shape == x.shape, (
        f"A position is wanted, of the shape of x, {x.shape}; yours has the shape {found.shape}."
    )
    yield differs(found, x - rate * slope), "That goes down: ascent *adds* rate times gradient."
    yield differs(found, rate * slope), "That is the step alone. Where does it lead, from x?"
    yield differs(found, x + slope), "The rate is missing: the step is rate times gradient."
    yield differs(found, x + rate * f(x)), (
        "The step uses the height `f(x)`; what points uphill is the gradient, `f.grad(x)`."
    )
    yield differs(found, x + rate * slope / np.linalg.norm(slope)), (
        "Your gradient is cut to the length 1. Leave its length: steps become short near a summit."
    )
    yield differs(found, rate * x * slope), (
        "That is the misprint of the slides: the step is added to x, not multiplied by it."
    )
    yield agrees(found, x + rate * slope), "A step leads from x to x + rate · f.grad(x)."
    yield agrees(step_up(HILL, x.copy(), rate), (1 - rate) * x), (
        "Right on the two bumps, wrong on another hill: take the gradient of the `f` you are given."
    )

# After 20 steps at the rate 0.25, one has just come near, one is a step away, others are further.
CLIMBERS = np.array([
    [2.8, -1.6], [-1.6, 2.8], [2.2, 0.4], [-1.2, -0.8], [1.8, 1.0], [-2.4, 0.0],
    [0.0, 0.0], [0.6, 1.8], [0.8, 1.8], [1.4, 2.8], [0.2, 2.6], [0.6, 2.6],
])  # fmt: skip


@exercise(
    "that is a basin map in numbers. What is missing to 1 are those who are still under way."
)
def exercise_22_2(shares_of):
    """``shares_of(f, starts, rate, steps)``: the share of starts that ends on each summit."""
    f, rate, steps = surfaces.two_bumps, 0.25, 20
    starts = np.vstack([CLIMBERS, f.maxima, f.maxima[0] + 0.01, f.maxima[0] + [0.07, 0.0]])
    found = shares_of(f, starts.copy(), rate, steps)
    near = distances(f, climbed(f, starts, rate, steps)) < 0.05
    wanted = near.mean(0)
    yield found.shape == wanted.shape, (
        f"One share per summit is wanted, shape {wanted.shape}; yours has the shape {found.shape}."
    )
    yield differs(found, wanted[::-1]), (
        "The right shares, in the wrong order: the first belongs to `f.maxima[0]`."
    )
    yield differs(found, near.sum(0)), "Those are counts. A share is a count divided by all starts."
    yield differs(found, 100 * wanted), "Those are percentages. A share of one half is 0.5."
    yield differs(found, wanted / wanted.sum()), (
        "The shares are of those who arrived. Divide by *all* starts, those under way as well."
    )
    yield differs(found, nearest(f, climbed(f, starts, rate, steps))), (
        "You count everybody for the nearest summit. Who is still far from both counts for none."
    )
    yield differs(found, (distances(f, starts) < 0.05).mean(0)), (
        "You ask where the climbers *begin*. Keep the newest x, and ask where they end."
    )
    yield differs(found, (distances(f, climbed(f, starts, -rate, steps)) < 0.05).mean(0)), (
        "Nobody arrives, because all walk downhill: ascent adds rate times gradient."
    )
    yield differs(found, (distances(f, climbed(f, starts, 1.0, steps)) < 0.05).mean(0)), (
        "The rate is missing: without it the steps are too long to stay on the higher summit."
    )
    for other in (steps - 1, steps + 1):
        yield differs(found, (distances(f, climbed(f, starts, rate, other)) < 0.05).mean(0)), (
            f"Those are the shares after {other} steps; {steps} were asked for."
        )
    yield agrees(found, wanted), (
        "Let all climb so many steps at the given rate, measure each one's distance to each "
        "summit, and take the mean over the starts of “is it below 0.05”."
    )
    three = np.array([[0.08, 0.0], [0.08, 0.08], [2.0, 2.0]])  # half as far after the one step
    one = shares_of(HILL, three.copy(), 0.5, 1)
    yield differs(one, [2 / 3]), (
        "You compare each coordinate alone: (0.04, 0.04) is 0.057 away from (0, 0), so not near."
    )
    yield one.shape == (1,) and agrees(one, [1 / 3]), (
        "Right on the two bumps, wrong on a hill with one summit: use the `f` you are given, and "
        "as many summits as there are in `f.maxima`."
    )


def climbed(f, x, rate, steps):
    for _ in range(steps):
        x = x + rate * f.grad(x)
    return x


def distances(f, x):
    """From every position (N, 2) to every summit: (N, M)."""
    return np.linalg.norm(x[:, None] - f.maxima, axis=-1)


def nearest(f, x):
    """The share of positions that are nearer to this summit than to any other: (M,)."""
    return np.bincount(distances(f, x).argmin(1), minlength=len(f.maxima)) / len(x)


# (function, its minimum, its order). Two minima are at 0, three at the height 0.
ORDERS = [
    (lambda x: 3 * (x - 1) ** 2 + 2, 1.0, 2),
    (lambda x: 5 * (x + 2) ** 4 - 3, -2.0, 4),
    (lambda x: (1 - np.cos(x)) ** 2 + 7, 0.0, 4),
    (lambda x: (x - 0.5) ** 6 + 1, 0.5, 6),
    (lambda x: (x**2 - 1) ** 2 / 4, 1.0, 2),
    (lambda x: (x + 3) ** 6 * (4 - x), -3.0, 6),
    (lambda x: x**2 + 10 * x**3, 0.0, 2),
]


@exercise(
    "the order of a minimum from values alone. Nearly always it is 2; where it is not, descent "
    "crawls."
)
def exercise_22_3(order):
    """``order(f, x)``: the power of the distance with which f rises from its minimum at x."""
    asked = []  # at which distances from a minimum where nothing can be rounded away
    order(lambda x: asked.append(np.max(np.abs(x))) or x**2, 0.0)
    furthest = max(asked, default=1.0)
    yield furthest > 0.004 or furthest == 0, (
        f"You look no further than {written(furthest)} from the minimum: there a rise like h⁶ is "
        "lost in the rounding of f. Take h about 0.01."
    )
    orders = np.array([p for _, _, p in ORDERS], float)
    found = np.array([number(order(f, x)) for f, x, _ in ORDERS])
    high = np.array([abs(f(x)) > 0.5 for f, x, _ in ORDERS])
    at_zero = np.array([x == 0 for _, x, _ in ORDERS])
    close, clean = abs(found - orders) < 0.5, np.arange(len(ORDERS)) < len(ORDERS) - 1

    yield differs(found, found[0]), (
        "It is the same number for every function. Ask f for its values around x."
    )
    yield not (abs(found / 2**orders - 1) < 0.4).all(), (
        "That is the ratio of two rises, 2ᵖ. The order p is its logarithm to the base 2."
    )
    yield not (abs(found - orders * np.log(2)) < 0.3).all(), (
        "That is a natural logarithm. To the base 2, as the distance was doubled, it is `np.log2`."
    )
    yield not (abs(found[high]) < 0.5).all(), (
        "The height of the minimum is still in it: the rise is f(x + h) − f(x), not f(x + h)."
    )
    yield close.all() or not close[at_zero].all() or close[~at_zero].sum() > 1, (
        "That is right only for a minimum at 0. Step away from x: `f(x + h)`, not `f(h)`."
    )
    yield close.all() or not close[clean].all(), (
        "On x² + 10x³ higher terms disturb: your h is too large. Take it about 0.01."
    )
    yield agrees(found, orders) or not close.all(), "Nearly: a whole number is wanted, so round it."
    yield agrees(found, orders), (
        "Compare the rise f(x + h) − f(x) at some h, about 0.01, with that at 2h: "
        "if the order is p, the second is 2ᵖ times the first."
    )
