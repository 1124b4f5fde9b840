"""The exercises of notebook 24, Newton in many dimensions."""

import numpy as np

from helpers import surfaces

from .rules import agrees, differs, exercise

PLACES = [  # x, gradient and Hessian: a bowl, a saddle, a dome, and a bowl in three dimensions
    ([2.0, -1.0], [1.5, 0.7], [[3.0, 1.0], [1.0, 2.0]]),
    ([0.5, 4.0], [-0.8, 1.1], [[1.0, 2.0], [2.0, -0.5]]),
    ([-1.0, 3.0], [0.4, -2.0], [[-2.0, 0.5], [0.5, -1.0]]),
    ([0.1, 0.2, 0.3], [1.0, -1.0, 2.0], [[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 2.0]]),
]
X, GRADS, HESSIANS = (list(map(np.array, part)) for part in zip(*PLACES, strict=True))


def each(function, *more):
    """``function`` of x, gradient and Hessian at each of the places, one after the other."""
    found = [np.ravel(function(*at)) for at in zip(X, GRADS, HESSIANS, *more, strict=True)]
    return np.concatenate(found)


def solved(x, grad, hess):
    return np.linalg.solve(hess, grad)


START = each(lambda x, g, H: x)
STEP = -each(solved)  # Newton's


def asked(answer):
    """The reader's places, all in one array, and whether each has as many numbers as x."""
    found = [answer(*(part.copy() for part in at)) for at in zip(X, GRADS, HESSIANS, strict=True)]
    fits = all(place.shape == x.shape for place, x in zip(found, X, strict=True))
    return np.concatenate([np.ravel(place) for place in found]), fits


@exercise("one line, for any number of dimensions; `np.linalg.solve` needs no inverse.")
def exercise_24_1(newton_step):
    """``newton_step(x, grad, hess)``: where a step of Newton's method leads."""
    found, fits = asked(newton_step)
    yield fits, (
        "A place has as many coordinates as `x`. If yours is a matrix, `/` or `*` is to blame: "
        "they work entry by entry. Use `np.linalg.solve`."
    )
    yield differs(found, STEP), "That is the step. Add it to `x`: the place is wanted."
    yield differs(found, START - STEP), (
        "A sign: solve for the step with *minus* the gradient, or subtract what you have found."
    )
    yield differs(found, START - each(lambda x, g, H: H @ g)), (
        "Multiplied where it should be divided: it is the *inverse* of H, so solve H d = −grad."
    )
    yield differs(found, START - each(lambda x, g, H: g / np.diag(H))), (
        "That divides by the diagonal only. The other entries matter, too: solve with all of H."
    )
    yield differs(found, START - each(lambda x, g, H: (1 / H) @ g)), (
        "`1 / hess` inverts each entry, not the matrix. Use `np.linalg.solve(hess, grad)`."
    )
    yield differs(found, START - each(lambda x, g, H: g)), (
        "That is gradient descent, with rate 1. The Hessian is not in it."
    )
    yield differs(found, START + STEP / 2), (
        "Half the way only: the gradient of ½ dᵀHd is Hd, so no 2 is left."
    )
    yield agrees(found, START + STEP), "Solve H d = −grad for the step d, then add it to `x`."


class Planted:
    """A chain of Rosenbrock's valleys whose Hessian has one wrong entry."""

    def __init__(self, n, row, column, slip):
        self.f, self.entry, self.slip = surfaces.chained_rosenbrock(n), (row, column), slip
        self.grad = self.f.grad

    def hess(self, x):
        H = self.f.hess(x).copy()
        H[self.entry] += self.slip
        return H


@exercise("a check like this belongs beside every derivative that is written by hand.")
def exercise_24_2(wrong_entry):
    """``wrong_entry(grad, hess, x)``: row and column of the entry that is wrong."""
    rng = np.random.default_rng(24)
    planted = [Planted(5, 2, 4, 30.0), Planted(4, 3, 3, 77.0), Planted(6, 4, 0, -2.5)]
    places = [rng.uniform(-1.5, 1.5, one.f.n) for one in planted]
    pairs = list(zip(planted, places, strict=True))
    found = [wrong_entry(one.grad, one.hess, x.copy()) for one, x in pairs]
    yield all(entry.size == 2 for entry in found), (
        "Two numbers are wanted, row and column. `np.argmax` counts through the matrix as one long "
        "list; `np.unravel_index(place, hess(x).shape)` makes two of it."
    )
    found = np.array([entry.ravel() for entry in found])
    right = np.array([one.entry for one in planted])

    yield differs(found, right + 1), "Rows and columns are counted from 0 here, as numpy does."
    yield differs(found, right[:, ::-1]), "Row and column are exchanged: the row comes first."
    yield differs(found, np.sort(right)), (
        "Above the diagonal you are right. Below it you name the mirrored entry, which is sound."
    )
    entries = [np.argmax(abs(one.f.hess(x))) for one, x in pairs]
    sizes = [(one.f.n, one.f.n) for one in planted]
    largest = np.array([np.unravel_index(*at) for at in zip(entries, sizes, strict=True)])
    hit, positive = (found == right).all(-1), np.array([one.slip > 0 for one in planted])
    yield differs(found, largest), (
        "That is the largest *entry*. Look for the largest gap, between `hess(x)` and differences "
        "of the gradient. If you did: are they divided by 2h, and not by h?"
    )
    yield not (hit == positive).all(), (
        "A gap may be negative, too: look for the largest *absolute* value."
    )
    yield not (hit != positive).all(), (
        "A gap may be positive, too: take the *absolute* value before you look for the largest."
    )
    off_diagonal = right[:, 0] != right[:, 1]
    yield not (off_diagonal == (hit | (found == right[:, ::-1]).all(-1))).all(), (
        "Asymmetry finds a slip beside the diagonal (or its mirror image, which is right), but "
        "none on the diagonal. Compare with differences of the gradient."
    )
    yield agrees(found, right), (
        "Row j of the true Hessian is (grad(x + h·e) − grad(x − h·e)) / (2h), where e has a 1 in "
        "place j and zeros elsewhere, and h is small, such as 10⁻⁵."
    )


def spectral(scale):
    """The step −V s(λ) Vᵀ grad, where ``scale`` is s."""

    def step(x, grad, hess):
        values, V = np.linalg.eigh(hess)
        return -V @ (scale(values) * (V.T @ grad))

    return each(step)


def unturned(x, grad, hess):
    """The slip of taking the rows of V for the eigenvectors."""
    values, V = np.linalg.eigh(hess)
    return -V.T @ ((V @ grad) / abs(values))


def misplaced(divide):
    """The slip of dividing in the wrong coordinates; ``divide`` has grad, |λ| and V."""

    def step(x, grad, hess):
        values, V = np.linalg.eigh(hess)
        return divide(grad, abs(values), V)

    return step


MISPLACED = [
    misplaced(lambda g, size, V: g / size),
    misplaced(lambda g, size, V: V @ (g / size)),
    misplaced(lambda g, size, V: V.T @ g / size),
]


@exercise("every part of the step goes downhill, and where H is a bowl it is Newton's.")
def exercise_24_3(leave_saddles):
    """``leave_saddles(x, grad, hess)``: Newton's step with |λ| in the place of λ."""
    found, fits = asked(leave_saddles)
    wanted = spectral(lambda values: 1 / abs(values))
    yield fits, (
        "A place is wanted, with as many coordinates as `x`. If yours is a matrix, `*` stands "
        "where `@` should."
    )
    yield differs(found, wanted), "That is the step. Add it to `x`: the place is wanted."
    yield differs(found, START - wanted), (
        "It climbs: the gradient is to be followed *against*, so subtract."
    )
    yield differs(found, START + STEP), (
        "That is Newton's own step: it still goes to saddles. Divide by `abs(values)`."
    )
    yield differs(found, START - each(lambda x, g, H: np.linalg.solve(abs(H), g))), (
        "`abs(hess)` changes the entries of the matrix, not its eigenvalues. Take `abs` of what "
        "`np.linalg.eigh` calls values."
    )
    yield differs(found, START + spectral(abs)), (
        "Multiplied by |λ| where it should be divided: steep directions need *short* steps."
    )
    yield differs(found, START + spectral(lambda values: np.where(values > 0, 1 / values, 0))), (
        "The directions with negative λ are left out, and in them the run stays on the saddle. "
        "They are the way out: divide by |λ|."
    )
    yield differs(found, START + each(unturned)), (
        "The eigenvectors are the *columns* of V: first `V.T @ grad`, at the end `V @ …`."
    )
    yield all(differs(found, START - each(step)) for step in MISPLACED), (
        "Divide while the numbers are parts along the eigenvectors: after `V.T @ grad`, and before "
        "`V @ …` brings them back to the coordinates."
    )
    yield agrees(found, START + wanted), (
        "Three lines: `values, V = np.linalg.eigh(hess)`; the parts `V.T @ grad`, each divided by "
        "`abs(values)`; and `x - V @ parts`."
    )
