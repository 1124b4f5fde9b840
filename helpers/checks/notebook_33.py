"""The exercises of notebook 33, Line minimisation and conjugate gradient."""

import numpy as np

from .rules import agrees, differs, exercise, number

LINES = [  # g, d, H, with d not along −g
    ([1.0, 2.0], [-1.0, -1.0], [[2.0, 0.5], [0.5, 1.0]]),
    ([-3.0, 0.5, 1.0], [2.0, 0.0, -1.0], [[4.0, 1.0, 0.0], [1.0, 3.0, 0.5], [0.0, 0.5, 2.0]]),
]


@exercise(
    "this is one Newton step along the line, and it needs no more than two products. It is the "
    "length that steepest descent and conjugate gradient take on every quadratic."
)
def exercise_33_1(line_minimum):
    """``line_minimum(g, d, H)``: t = −gᵀd / dᵀHd."""
    lines = [[np.array(part) for part in line] for line in LINES]
    answers = [line_minimum(*line) for line in lines]
    yield all(answer.size == 1 for answer in answers), (
        "A length is wanted, one number: not the step `t * d`, and not a matrix."
    )
    found = np.array([number(answer) for answer in answers])

    def slip(of):
        return differs(found, np.array([of(*line) for line in lines]))

    right = [-(g @ d) / (d @ H @ d) for g, d, H in lines]
    yield differs(found, -np.array(right)), (
        "The sign is lost: d leads down, so gᵀd is negative, and the length is positive."
    )
    yield slip(lambda g, d, H: (g @ g) / (d @ H @ d)), (
        "That is right only for d = −g. For any direction the slope along the line is gᵀd."
    )
    yield slip(lambda g, d, H: (g @ g) / (g @ H @ g)), (
        "That is the length along −g. Asked for is the one along `d`."
    )
    yield slip(lambda g, d, H: -(g @ d) / (g @ H @ g)), (
        "The curvature is taken along g. Along the line it is dᵀHd."
    )
    yield slip(lambda g, d, H: -(g @ d) / (d @ d)), (
        "Without H every valley would be round: how steeply the slice bends is dᵀHd."
    )
    yield slip(lambda g, d, H: -(d @ H @ d) / (g @ d)), (
        "Upside down: a stronger curvature makes the length shorter."
    )
    yield agrees(found, right), (
        "The slope along the line is gᵀd + t dᵀHd. Set it to 0 and solve for t."
    )


SLICES = [  # φ, φ′(0), the first length, the length wanted
    (lambda t: (t - 1) * (t - 1), -2.0, 0.5, 0.5),
    (lambda t: (t - 1) * (t - 1), -2.0, 40.0, 1.25),
    (lambda t: 3 - t + 100 * t * t, -1.0, 1.0, 2.0**-7),
    (lambda t: (t - 1) * (t - 1), -2.0, 1.99999, 1.99999 / 2),
    (lambda t: (t - 1) * (t - 1), -2.0, 1.99985, 1.99985 / 2),
]


@exercise(
    "it costs a value a try, never takes more than it has earned, and steps back even from where "
    "there is no number at all."
)
def exercise_33_2(backtrack):
    """``backtrack(phi, slope, first)``: first / 2ᵏ, the first that fulfils Armijo's condition."""
    plain = [backtrack(*given) for *given, _ in SLICES]
    yield all(answer.size == 1 for answer in plain), "One number is wanted, the length."
    found, wanted = np.array([number(answer) for answer in plain]), [line[-1] for line in SLICES]
    first = np.array([line[2] for line in SLICES])
    yield differs(found, first), (
        "The first length always comes back. Is it halved, again and again, as long as φ is too "
        "high there?"
    )
    values = [phi(t) for (phi, *_), t in zip(SLICES, wanted, strict=True)]
    yield differs(found, values), "That is φ there. Asked for is the length."
    yield differs(found[0], 0.25), (
        "A length that is low enough at once should come back as it is; yours is halved first."
    )
    yield differs(found[1], 20.0), (
        "One halving need not do: go on until φ is low enough, with `while` instead of `if`."
    )
    yield not agrees(found[3], first[3]) or not agrees(found[:3], wanted[:3]), (
        "A fall of next to nothing is accepted. It has to be at least the small part "
        "10⁻⁴ · t · φ′(0) of what the slope promised."
    )
    yield not agrees(found[4], first[4]) or not agrees(found[:4], wanted[:4]), (
        "The part is 10⁻⁴ · t · φ′(0): without the t a long step need not earn more than a short "
        "one."
    )
    yield differs(found[1], 0.625) and differs(found[2], 2.0**-8), (
        "Too short: the slope is negative, so the limit is φ(0) *plus* 10⁻⁴ · t · φ′(0), and the "
        "first length that keeps it is wanted."
    )
    yield agrees(found, wanted), (
        "Begin with `first`, halve while φ(t) is above φ(0) + 10⁻⁴ · t · φ′(0), return t."
    )
    yield agrees(backtrack(cut_off, -0.5, 4.0), 0.5), (
        "Where φ is nan, the length is too long as well. `phi(t) > …` is false there, and lets it "
        "pass: turn the question round, `while not phi(t) <= …`."
    )


def cut_off(t):
    """Falls from 0, and is no number beyond 1/2."""
    return 1 - t if t <= 0.5 else np.nan


@exercise(
    "gradients alone, no matrix, no values: so linear systems with millions of unknowns are "
    "solved, and Newton's step is found in networks whose Hessian nobody could store."
)
def exercise_33_3(minimise):
    """``minimise(grad, x, steps)``: x after so many steps of conjugate gradient."""
    rng = np.random.default_rng(33)
    M = rng.standard_normal((4, 4))
    H, b, x = M @ M.T + np.eye(4), rng.standard_normal(4), rng.standard_normal(4)

    def grad(x):
        return H @ x - b

    answers = [minimise(grad, x.copy(), steps) for steps in range(5)]
    yield all(answer.shape == x.shape for answer in answers), (
        f"The position is wanted, {x.size} numbers: where the run ends, not the whole way there."
    )
    found = np.array(answers)
    yield agrees(found[0], x), "After no step at all, x is where it was."
    yield differs(found[1], path_of(H, b, x, 0.0, size=1.0)[1]), (
        "The step is −∇f itself, with no length computed. Where along it is the lowest point?"
    )
    yield differs(found[1], path_of(H, b, x, 0.0, size=-1.0)[1]), (
        "The first step leads uphill: the direction is *minus* the gradient."
    )
    right = path_of(H, b, x)
    yield agrees(found[1], right[1]), (
        "The first step is not yet right. It goes along −∇f by the exact length −gᵀd / dᵀHd, and "
        "Hd is grad(x + d) − grad(x)."
    )
    yield differs(found[2], path_of(H, b, x, 0.0)[2]), (
        "That is steepest descent: every step goes along −∇f. Add β times the direction before."
    )
    yield differs(found[2], path_of(H, b, x, -1.0)[2]), (
        "The new direction is −∇f *plus* β d; yours takes β d off."
    )
    yield differs(found[2], path_of(H, b, x, turned=True)[2]), (
        "β is upside down: the new gradient's square over the old one's."
    )
    yield differs(found[2], path_of(H, b, x, root=True)[2]), (
        "β is the ratio of the *squares* of the two lengths."
    )
    yield agrees(found[2], right[2]), (
        "The first step is right, the second is not: d ← −∇f + β d, with β the new gradient's "
        "square over the old one's, and the length −gᵀd / dᵀHd anew."
    )
    stays = minimise(lambda x: 2 * x, np.zeros(3), 2)  # 0/0 where it does not
    yield agrees(found, right) and agrees(stays, np.zeros(3)), (
        "Two steps are right, the later ones are not: are gradient, direction and length renewed "
        "at every step?"
    )


def path_of(H, b, x, keep=1.0, size=None, turned=False, root=False):
    """Positions after 0 … 4 steps; the knobs make the slips."""
    g = H @ x - b
    d, path = -g, [x]
    for _ in range(4):
        x = x + (size or -(g @ d) / (d @ H @ d)) * d
        new = H @ x - b
        beta = (new @ new) / (g @ g)
        beta = 1 / beta if turned else beta**0.5 if root else beta
        g, d = new, keep * beta * d - new
        path.append(x)
    return np.array(path)
