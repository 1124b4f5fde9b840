"""The objective functions of the collection, each with its exact derivatives.

    >>> himmelblau([0.0, 0.0])
    np.float64(170.0)
    >>> himmelblau.grad([[0.0, 0.0], [3.0, 2.0]])
    array([[-14., -22.],
           [  0.,   0.]])

Coordinates are on the last axis, every axis before it is a run: f(x) takes (*runs, n) to (*runs,),
f.grad(x) to (*runs, n), f.hess(x) to (*runs, n, n). A bare number is a point of one coordinate.

A new surface is data and its formulas: of f and ∇f (``Surface``), or of residuals and their slopes
(``LeastSquares``). A formula bears the name of what it gives, and ``_at``: it is asked at many
points at once, either as an array (N, n) or, marked by ``@coordinates``, as one array (N,) per
coordinate.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

import numpy as np

from helpers.errors import InputError
from helpers.inputs import brief, finite, numbers, pair, sides, unmasked, whole


@dataclass(frozen=True, eq=False, kw_only=True)
class Objective:
    """What is minimised (or climbed). Subclasses give its formulas, fields or methods.

    These are ``value_at`` and ``grad_at``; ``hess_at`` and, for a pair that shares its work,
    ``value_and_grad_at`` need not be. Overflow gives inf or nan, without a warning. Points that
    are no numbers, or have another number of coordinates, raise InputError.
    """

    name: str
    n: int | None = None  # the number of coordinates; where there is a window, that of its pairs
    minima: np.ndarray = ()  # (…, n), as the next three
    maxima: np.ndarray = ()
    saddles: np.ndarray = ()
    starts: np.ndarray = ()  # good places to begin
    formula: str = ""  # to be shown: LaTeX, in x or x_1, x_2
    window: tuple | None = None  # to be drawn: n pairs (from, to)
    block: int = 8192  # points at once: what a formula computes on its way stays in the cache

    value_and_grad_at = hess_at = None

    def __post_init__(self):
        whole(self.block, "block", 8192)
        if self.n is None and self.window is None:
            raise InputError(
                f"{self.name} was given neither n, the number of its coordinates, nor a window to "
                "be drawn in. Try n = 2, or window = ((-2, 2), (-2, 2))."
            )
        n = None if self.n is None else whole(self.n, "n", 2)
        if self.window is not None:
            pairs = sides(self.window, n)
            self._set("window", tuple(map(tuple, pairs.tolist())))
            self._set("n", len(pairs))
        for kind in ("minima", "maxima", "saddles", "starts"):
            self._set(kind, self._listed(kind))

    def _set(self, field, value):
        object.__setattr__(self, field, value)

    def _listed(self, kind):
        """The points of a kind, (…, n), read-only."""
        points = numbers(getattr(self, kind), kind, f"{kind} = {[[0.0] * self.n]}")
        if points.size % self.n:
            raise InputError(
                f"{kind} of {self.name} holds {points.size} numbers; it needs {self.n} for each "
                f"point, such as {kind} = {[[0.0] * self.n]}."
            )
        points = points.reshape(-1, self.n)
        points.setflags(write=False)
        return points

    def __call__(self, x):
        """f(x): (*runs, n) → (*runs,)."""
        return self._ask(x, self.value_at)

    def grad(self, x):
        """∇f(x): (*runs, n) → (*runs, n)."""
        return self._ask(x, self.grad_at)

    def value_and_grad(self, x):
        """f(x) and ∇f(x), for less where they share their work."""
        return self._ask(x, self._both)

    def _both(self, points):
        if self.value_and_grad_at is None:
            return self.value_at(points), self.grad_at(points)
        return tuple(pair(self.value_and_grad_at(points), self.name))

    @property
    def hess(self):
        """∇²f, a function of x: (*runs, n) → (*runs, n, n); there is none without ``hess_at``."""
        formula = self._second()
        if formula is None:
            raise AttributeError(f"{self.name} has no second derivatives")
        return lambda x: self._ask(x, formula)

    def _second(self):
        return self.hess_at

    def _ask(self, x, formula):
        """What a formula of points (N, n) gives at x (*runs, n), block by block."""
        x = self._points(x)
        points = x.reshape(-1, self.n)
        with np.errstate(all="ignore"):
            first = formula(points[: self.block])
            answers = [self._room(part, len(points)) for part in as_tuple(first)]
            # Each block is put away before the next: kept apart, they would leave the cache.
            for start in range(self.block, len(points), self.block):
                block = slice(start, start + self.block)
                for answer, part in zip(answers, as_tuple(formula(points[block])), strict=True):
                    answer[block] = self._each(part, len(points[block]))
        answers = [answer.reshape(x.shape[:-1] + answer.shape[1:])[()] for answer in answers]
        return tuple(answers) if isinstance(first, tuple) else answers[0]

    def _room(self, part, many):
        """An array for the answers at ``many`` points, the first block's in its place."""
        first = min(many, self.block)
        part = self._each(part, first)
        if many == first:
            return part
        room = np.empty((many, *part.shape[1:]), np.result_type(part, float))
        room[:first] = part
        return room

    def _each(self, given, many):
        """What a formula gave for ``many`` points, (many, …); or InputError."""
        array = unmasked(given)
        if array.shape[:1] != (many,) or array.dtype.kind not in "iufc":
            raise InputError(
                f"A formula of {self.name} gives {brief(given)} for {many} points; it needs "
                "numbers for each, on the first axis. Try x.sum(-1) in place of x.sum()."
            )
        return array

    def _points(self, x):
        good = self.starts[0].tolist() if len(self.starts) else [0.0] * self.n
        points = np.atleast_1d(numbers(x, f"x for {self.name}", f"x = {good}", kinds="iufc"))
        if points.shape[-1] != self.n:
            given = brief(x) if np.ndim(x) == 0 else f"x of shape {points.shape}"
            many, places = ("coordinate", "x[..., None]") if self.n == 1 else ("coordinates", good)
            raise InputError(
                f"{self.name} was given {given}; it needs {self.n} {many} on the last axis. "
                f"Try {places}."
            )
        return points


@dataclass(frozen=True, eq=False, kw_only=True)
class Surface(Objective):
    """An objective given by the formulas of f and its derivatives."""

    value_at: Callable  # (N, n) → (N,)
    grad_at: Callable  # (N, n) → (N, n)
    hess_at: Callable | None = None  # (N, n) → (N, n, n)
    value_and_grad_at: Callable | None = None  # both, where they share their work
    quadratic: bool = False  # whether the Hessian is the same everywhere


@dataclass(frozen=True, eq=False, kw_only=True)
class LeastSquares(Objective):
    """The sum of squared residuals ‖ε(x)‖², without a ½, so that ∇f = 2 Jᵀε (lecture, L22).

    The Hessian is 2 Σ (∇εᵢ ∇εᵢᵀ + εᵢ ∇²εᵢ): the second derivatives of the residuals are enough for
    it; or it is given itself.
    """

    residuals_at: Callable  # ε: (N, n) → (N, m)
    jacobian_at: Callable  # J, row i is ∇εᵢ: (N, n) → (N, m, n)
    residual_hess_at: Callable | None = None  # ∇²εᵢ: (N, n) → (N, m, n, n)
    hess_at: Callable | None = None  # (N, n) → (N, n, n)

    def residuals(self, x):
        """ε(x): (*runs, n) → (*runs, m)."""
        return self._ask(x, self.residuals_at)

    def jacobian(self, x):
        """J(x), row i the gradient of εᵢ: (*runs, n) → (*runs, m, n)."""
        return self._ask(x, self.jacobian_at)

    def value_at(self, x):
        return (self._each(self.residuals_at(x), len(x)) ** 2).sum(-1)

    def grad_at(self, x):
        return self.value_and_grad_at(x)[1]

    def value_and_grad_at(self, x):
        e, J = self._linear(x)
        return (e**2).sum(-1), 2 * np.matvec(J.mT, e)

    def _linear(self, x):
        """ε and J at points x (N, n); or InputError if they do not fit together."""
        e, J = (self._each(of(x), len(x)) for of in (self.residuals_at, self.jacobian_at))
        if e.ndim != 2 or J.shape != (*e.shape, self.n):
            raise InputError(
                f"For {len(x)} points of {self.n} coordinates {self.name} gives residuals of shape "
                f"{e.shape} and a jacobian of shape {J.shape}; it needs (N, m) and (N, m, n)."
            )
        return e, J

    def _second(self):
        return self.hess_at or (self.residual_hess_at and self._curved)

    def _curved(self, x):
        (e, J), H = self._linear(x), self._each(self.residual_hess_at(x), len(x))
        if H.shape != (*J.shape, self.n):
            raise InputError(
                f"residual_hess_at of {self.name} gives shape {H.shape} where jacobian_at gives "
                f"{J.shape}; it needs {(*J.shape, self.n)}."
            )
        return 2 * (J[..., :, None] * J[..., None, :] + e[..., None, None] * H).sum(1)


def coordinates(formula):
    """Turn a formula of coordinates, x or x, y, into one of points (N, n).

    What it returns, numbers or arrays (N,), nested in lists or not, becomes (N, …); in a tuple,
    each part does.
    """

    @wraps(formula)
    def at(points):
        # numpy may round strided arrays otherwise: a point in a batch is to be the point alone.
        columns = np.ascontiguousarray(points.T)
        answer = formula(*columns)
        parts = [stacked(part, columns[0]) for part in as_tuple(answer)]
        return tuple(parts) if isinstance(answer, tuple) else parts[0]

    return at


def as_tuple(answer):
    return answer if isinstance(answer, tuple) else (answer,)


def stacked(entries, like):
    """Arrays (N,) and numbers, nested in lists, as one array (N, …)."""
    if isinstance(entries, list):
        return np.stack([stacked(entry, like) for entry in entries], axis=1)
    return entries if np.shape(entries) == like.shape else np.full(like.shape, entries)


parabola = Surface(
    name="parabola",
    formula="x^2",
    value_at=coordinates(lambda x: x**2),
    grad_at=coordinates(lambda x: [2 * x]),
    hess_at=coordinates(lambda x: [[2.0]]),
    quadratic=True,
    window=((-2.5, 2.5),),
    minima=[0.0],
    starts=[2.0],
)


@coordinates
def log_cosh_value(x):
    # log cosh x = log(1 + 2 sinh²(x/2)) = |x| + log(1 + e^(−2|x|)) − log 2. The first keeps its
    # digits near 0, the second does not overflow.
    near = np.log1p(2 * np.sinh(x / 2) ** 2)
    far = abs(x) + np.log1p(np.exp(-2 * abs(x))) - np.log(2)
    return np.where(abs(x) < 1, near, far)


double_well = Surface(
    name="double well",
    formula=r"\frac{1}{4}(x^2 - 1)^2",
    value_at=coordinates(lambda x: (x**2 - 1) ** 2 / 4),
    grad_at=coordinates(lambda x: [x**3 - x]),
    hess_at=coordinates(lambda x: [[3 * x**2 - 1]]),
    window=((-2.0, 2.0),),
    minima=[[-1.0], [1.0]],
    maxima=[0.0],
    starts=[1.5, 0.46],
)


log_cosh = Surface(
    name="log cosh",
    formula=r"\log\cosh x",
    value_at=log_cosh_value,
    grad_at=coordinates(lambda x: [np.tanh(x)]),
    hess_at=coordinates(lambda x: [[1 / np.cosh(x) ** 2]]),
    window=((-3.0, 3.0),),
    minima=[0.0],
    starts=[2.0],
)


exponential = Surface(  # on the left nearly straight, on the right ever steeper
    name="eˣ − 2x",
    formula="e^x - 2x",
    value_at=coordinates(lambda x: np.exp(x) - 2 * x),
    grad_at=coordinates(lambda x: [np.exp(x) - 2]),
    hess_at=coordinates(lambda x: [[np.exp(x)]]),
    window=((-3.0, 3.0),),
    minima=[np.log(2)],
    starts=[-3.0],
)


def quadratic(A, b=0.0):
    """½ xᵀAx − bᵀx in any number of dimensions: gradient Ax − b, Hessian A.

    A (n, n) symmetric; b (n,) or a number. If A is positive definite, the minimum is where Ax = b.
    Raises InputError for an A that is not square, symmetric and finite, or a b
    that does not fit or is not finite.
    """
    A, b = symmetric(A), finite(b, "quadratic's b", "b = [1.0, 0.0]")
    n = len(A)
    if b.shape not in [(), (n,)]:
        raise InputError(
            f"quadratic was given b of shape {b.shape} with A of shape {A.shape}; "
            f"b needs {n} numbers, or is left out."
        )
    b = np.broadcast_to(b, n)
    bowl = np.linalg.eigvalsh(A)[0] > 0 and np.linalg.slogdet(A).sign > 0  # solvable, too
    centre = np.linalg.solve(A, b) if bowl else np.zeros(n)
    return Surface(
        name="quadratic",
        formula=r"\frac{1}{2} x^\mathsf{T} A x" + r" - b^\mathsf{T} x" * bool(b.any()),
        value_at=lambda x: (x * (np.matvec(A, x) / 2 - b)).sum(-1),
        grad_at=lambda x: np.matvec(A, x) - b,
        hess_at=lambda x: np.tile(A, (len(x), 1, 1)),
        quadratic=True,
        window=tuple((c - 2.5, c + 2.5) for c in centre.tolist()),
        minima=[centre] if bowl else (),
        starts=[centre + 2.0],
    )


def symmetric(A):
    """A as a symmetric matrix of floats, or InputError."""
    A = finite(A, "quadratic's A", "A = [[2.0, 0.0], [0.0, 1.0]]")
    if A.ndim != 2 or len(A) != A.shape[-1] or not len(A):
        raise InputError(
            f"quadratic was given A of shape {A.shape}; it needs a square matrix, "
            "such as A = [[2.0, 0.0], [0.0, 1.0]]."
        )
    if not np.array_equal(A, A.T):
        raise InputError(
            f"quadratic was given A = {brief(A.tolist())}; it needs the same numbers on both sides "
            "of the diagonal. Try (A + A.T) / 2."
        )
    return A


def bumps(x, y):
    """The two bumps of the lecture's cover, each with the slopes of its exponent."""
    (a, b), (c, d), (e, f) = (x + 1, y - 1), (x - 1, y + 1), (x - 3, y - 3)
    broad = np.exp(-(a**2) - b**2)
    tall = 0.6 * np.exp(-(c**2) - 0.5 * d**2 + 0.1 * e * f)
    return broad, tall, (-2 * a, -2 * b), (0.1 * f - 2 * c, 0.1 * e - d)


@coordinates
def two_bumps_both(x, y):
    broad, tall, (bx, by), (tx, ty) = bumps(x, y)
    return broad + tall, [broad * bx + tall * tx, broad * by + tall * ty]


@coordinates
def two_bumps_hess(x, y):
    broad, tall, (bx, by), (tx, ty) = bumps(x, y)
    xy = broad * bx * by + tall * (tx * ty + 0.1)
    return [[broad * (bx**2 - 2) + tall * (tx**2 - 2), xy],
            [xy, broad * (by**2 - 2) + tall * (ty**2 - 1)]]  # fmt: skip


two_bumps = Surface(  # the lecture's cover: to be climbed
    name="two bumps",
    formula=r"e^{-(x_1+1)^2 - (x_2-1)^2}"
    r" + 0.6\, e^{-(x_1-1)^2 - 0.5(x_2+1)^2 + 0.1(x_1-3)(x_2-3)}",
    value_at=lambda x: two_bumps_both(x)[0],
    grad_at=lambda x: two_bumps_both(x)[1],
    value_and_grad_at=two_bumps_both,
    hess_at=two_bumps_hess,
    window=((-3.0, 3.0), (-3.0, 3.0)),
    maxima=[[0.7886185572001653, -1.2202182651289013], [-0.9935132714150355, 0.9958967786935291]],
    saddles=[[-0.0480756242544738, 0.20760849517169433]],
    starts=[[-0.5, -0.5], [0.5, 0.5], [-2.0, 0.0], [2.0, 0.5]],
)


rosenbrock = LeastSquares(  # Rosenbrock 1960; lecture, L23
    name="Rosenbrock",
    formula="100(x_2 - x_1^2)^2 + (1 - x_1)^2",
    residuals_at=coordinates(lambda x, y: [10 * (y - x**2), 1 - x]),
    jacobian_at=coordinates(lambda x, y: [[-20 * x, 10.0], [-1.0, 0.0]]),
    hess_at=coordinates(
        lambda x, y: [[1200 * x**2 - 400 * y + 2, -400 * x], [-400 * x, 200.0]]
    ),
    window=((-2.0, 2.0), (-1.0, 3.0)),
    minima=[[1.0, 1.0]],
    starts=[[-1.2, 1.0]],
)


def chained_rosenbrock(n):
    """Rosenbrock's function in n ≥ 2 coordinates: Σ 100 (x₍ᵢ₊₁₎ − xᵢ²)² + (1 − xᵢ)², i < n.

    ``minima`` lists the lowest, (1, …, 1); for n from 4 on there is another near (−1, 1, …, 1).
    Raises InputError for an n that is no whole number from 2 on.
    """
    i = np.arange(whole(n, "n", 10, least=2) - 1)

    def jacobian(x):
        J = np.zeros((len(x), 2 * (n - 1), n), x.dtype)
        J[:, i, i], J[:, i, i + 1], J[:, n - 1 + i, i] = -20 * x[:, :-1], 10, -1
        return J

    def hess(x):
        H = np.zeros((len(x), n, n), x.dtype)
        H[:, i, i] = 1200 * x[:, :-1] ** 2 - 400 * x[:, 1:] + 2
        H[:, i + 1, i + 1] += 200
        H[:, i, i + 1] = H[:, i + 1, i] = -400 * x[:, :-1]
        return H

    return LeastSquares(
        name=f"Rosenbrock in {n} coordinates",
        formula=r"\sum_{i<n} 100(x_{i+1} - x_i^2)^2 + (1 - x_i)^2",
        residuals_at=lambda x: np.hstack([10 * (x[:, 1:] - x[:, :-1] ** 2), 1 - x[:, :-1]]),
        jacobian_at=jacobian,
        hess_at=hess,
        window=((-2.0, 2.0),) * n,
        minima=[np.ones(n)],
        starts=[np.where(np.arange(n) % 2, 1.0, -1.2)],
    )


def fit(problem):
    """A curve through points, as least squares: ε(b) = ŷ(b) − y, in the parameters b of its model.

    ``problem`` holds ``name``, ``y`` (m,), ``model`` (N, n) → (N, m), its ``slopes``
    (N, n) → (N, m, n), the best ``parameters`` (n,) and ``starts`` (…, n), as ``data.nist`` gives.
    """
    points = np.vstack([problem.parameters, problem.starts])
    return LeastSquares(
        name=problem.name,
        formula=r"\sum_i (\hat{y}_i(b) - y_i)^2",
        residuals_at=lambda b: problem.model(b) - problem.y,
        jacobian_at=problem.slopes,
        window=tuple(zip(points.min(0).tolist(), points.max(0).tolist(), strict=True)),
        minima=[problem.parameters],
        starts=problem.starts,
    )


arctan = LeastSquares(  # from |x| > 1.3917 Gauss–Newton diverges
    name="arctan",
    formula=r"(\arctan x)^2",
    residuals_at=coordinates(lambda x: [np.arctan(x)]),
    jacobian_at=coordinates(lambda x: [[1 / (1 + x**2)]]),
    hess_at=coordinates(lambda x: [[(2 - 4 * x * np.arctan(x)) / (1 + x**2) ** 2]]),
    window=((-3.0, 3.0),),
    minima=[0.0],
    starts=[1.5],
)


def hills(x, y):
    """What multiplies the three exponentials of MATLAB's peaks, and those exponentials."""
    factors = 3 * (1 - x) ** 2, -10 * (x / 5 - x**3 - y**5), -1 / 3
    south = np.exp(-(x**2) - (y + 1) ** 2)
    centre = np.exp(-(x**2) - y**2)
    west = np.exp(-((x + 1) ** 2) - y**2)
    return factors, (south, centre, west)


@coordinates
def peaks_value(x, y):
    (p, q, r), (south, centre, west) = hills(x, y)
    return p * south + q * centre + r * west


@coordinates
def peaks_grad(x, y):
    (p, q, r), (south, centre, west) = hills(x, y)
    px, qx, qy = -6 * (1 - x), -2 + 30 * x**2, 50 * y**4
    return [
        south * (px - 2 * x * p) + centre * (qx - 2 * x * q) - west * r * 2 * (x + 1),
        -south * p * 2 * (y + 1) + centre * (qy - 2 * y * q) - west * r * 2 * y,
    ]


@coordinates
def peaks_hess(x, y):
    (p, q, r), (south, centre, west) = hills(x, y)
    px, qx, qy = -6 * (1 - x), -2 + 30 * x**2, 50 * y**4
    xx = (
        south * (6 - 4 * x * px + (4 * x**2 - 2) * p)
        + centre * (60 * x - 4 * x * qx + (4 * x**2 - 2) * q)
        + west * r * (4 * (x + 1) ** 2 - 2)
    )
    xy = (
        -south * 2 * (y + 1) * (px - 2 * x * p)
        + centre * (4 * x * y * q - 2 * y * qx - 2 * x * qy)
        + west * r * 4 * (x + 1) * y
    )
    yy = (
        south * p * (4 * (y + 1) ** 2 - 2)
        + centre * (200 * y**3 - 4 * y * qy + (4 * y**2 - 2) * q)
        + west * r * (4 * y**2 - 2)
    )
    return [[xx, xy], [xy, yy]]


peaks = Surface(  # MATLAB's demonstration surface
    name="peaks",
    formula=r"3(1-x_1)^2 e^{-x_1^2 - (x_2+1)^2} - 10(\frac{x_1}{5} - x_1^3 - x_2^5)"
    r" e^{-x_1^2 - x_2^2} - \frac{1}{3} e^{-(x_1+1)^2 - x_2^2}",
    value_at=peaks_value,
    grad_at=peaks_grad,
    hess_at=peaks_hess,
    window=((-3.0, 3.0), (-3.0, 3.0)),
    minima=[
        [0.22827892055636909, -1.6255349574999964],
        [-1.3473962443682108, 0.20451886609700518],
        [0.2964455538468321, 0.32019624766683435],
    ],
    starts=[[0.0, 2.0], [1.0, -0.5], [-0.5, 1.0]],
)


saddle = Surface(
    name="saddle",
    formula="x_1^2 - x_2^2",
    value_at=coordinates(lambda x, y: x**2 - y**2),
    grad_at=coordinates(lambda x, y: [2 * x, -2 * y]),
    hess_at=coordinates(lambda x, y: [[2.0, 0.0], [0.0, -2.0]]),
    quadratic=True,
    window=((-2.0, 2.0), (-2.0, 2.0)),
    saddles=[[0.0, 0.0]],
    starts=[[1.5, 0.001], [1.5, 0.0]],
)


himmelblau = Surface(  # Himmelblau 1972
    name="Himmelblau",
    formula="(x_1^2 + x_2 - 11)^2 + (x_1 + x_2^2 - 7)^2",
    value_at=coordinates(lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2),
    grad_at=coordinates(
        lambda x, y: [
            4 * x * (x**2 + y - 11) + 2 * (x + y**2 - 7),
            2 * (x**2 + y - 11) + 4 * y * (x + y**2 - 7),
        ]
    ),
    hess_at=coordinates(
        lambda x, y: [
            [12 * x**2 + 4 * y - 42, 4 * (x + y)],
            [4 * (x + y), 12 * y**2 + 4 * x - 26],
        ]
    ),
    window=((-5.0, 5.0), (-5.0, 5.0)),
    minima=[
        [3.0, 2.0],
        [-2.805118086952745, 3.131312518250573],
        [-3.779310253377747, -3.2831859912861696],
        [3.5844283403304917, -1.8481265269644036],
    ],
    starts=[[0.0, 0.0], [-1.0, -1.0]],
)
