"""Methods that use second derivatives, or build what takes their place from the gradients."""

from collections import deque
from typing import NamedTuple

import numpy as np

from helpers.inputs import whole
from helpers.line_searches import backtracking, strong_wolfe
from helpers.optimisers.along import LineState, Remembered, falling, searcher, unit
from helpers.optimisers.base import NewtonState, method, runs, solve


class HybridState(NamedTuple):
    """Where a run stands, and the step that it takes next: x + td."""

    x: np.ndarray  # (*runs, n)  position
    loss: np.ndarray  # (*runs,)    f(x)
    grad: np.ndarray  # (*runs, n)  ∇f(x)
    direction: np.ndarray  # (*runs, n)  d
    length: np.ndarray  # (*runs,)    t
    trusted: np.ndarray  # (*runs,)    whether d is Newton's; else it is −∇f(x)


class BfgsState(NamedTuple):
    """Where a run stands, and the step that it takes next: x + td."""

    x: np.ndarray  # (*runs, n)  position
    loss: np.ndarray  # (*runs,)    f(x)
    grad: np.ndarray  # (*runs, n)  ∇f(x)
    direction: np.ndarray  # (*runs, n)  d
    length: np.ndarray  # (*runs,)    t
    inverse: np.ndarray  # (*runs, n, n)  what stands for H⁻¹, d = −(inverse) ∇f(x)


@method("grad", "hess")
def newton(f, x0):
    """Newton's method (lecture, L10 and L14): x ← x − H⁻¹ ∇f(x), H the Hessian at x.

    A run without slope stays. Where H has no inverse there is no step: that run goes to nan, its
    verdict is "diverged", and the others go on.
    """
    (x,) = runs(x0)
    while True:
        loss, g = f.value_and_grad(x)
        d = -solve(f.hess(x), g)
        yield NewtonState(x, loss, g, d)
        x = x + d


@method("grad", "hess")
def damped_newton(f, x0):
    """Newton's method, damped (lecture, L13): follow the gradient until Newton can be trusted.

    Where H is positive definite d is Newton's −H⁻¹ ∇f(x), elsewhere −∇f(x); then x ← x + td, with
    t from backtracking. It tries t = 1 first along Newton's direction, so that nearby it is
    Newton's method, and a move of 1 along the gradient. The loss never rises.
    """
    (x,) = runs(x0)
    f = Remembered(f)
    search = searcher(backtracking, f)
    while True:
        (loss, g), H = f.value_and_grad(x), f.hess(x)
        d = -solve(H, g)
        trusted = positive_definite(H) & (np.vecdot(g, d) <= 0)
        d = np.where(trusted[..., None], d, -g)
        t = search(x, d, np.where(trusted, 1.0, unit(g)))
        yield HybridState(x, loss, g, d, t, trusted)
        x = x + t[..., None] * d


@method("grad")
def bfgs(f, x0, search=strong_wolfe):
    """BFGS (Broyden, Fletcher, Goldfarb, Shanno 1970; X06): d = −B ∇f(x), x ← x + td.

    B stands for the inverse Hessian and learns from each step s = td and the change y of the
    gradient: B ← (I − syᵀ/yᵀs) B (I − ysᵀ/yᵀs) + ssᵀ/yᵀs, so that By = s. It begins as I. Where
    yᵀs ≤ 0 it stays. ``search(f, x, direction, first)`` finds the lengths t.
    """
    (x,) = runs(x0)
    f = Remembered(f)
    search = searcher(search, f)
    loss, g = f.value_and_grad(x)
    B, first = np.zeros_like(outer(g, g)) + np.eye(x.shape[-1]), unit(g)
    while True:
        d = falling(-np.matvec(B, g), g)
        t = search(x, d, first)
        yield BfgsState(x, loss, g, d, t, B)
        s, higher, before = t[..., None] * d, loss, g
        x = x + s
        loss, g = f.value_and_grad(x)
        B = learned(B, s, g - before)
        # The parabola that falls as much again; once B is good, t = 1 (Nocedal & Wright, 3.60).
        first = np.minimum(1.0, 2.02 * (loss - higher) / np.vecdot(g, -np.matvec(B, g)))


def learned(B, s, y):
    """B after a step s that changed the gradient by y."""
    curvature = np.vecdot(y, s)[..., None, None]
    By = np.matvec(B, y)
    part = (1 + np.vecdot(y, By)[..., None, None] / curvature) * outer(s, s)
    grown = B + (part - (outer(By, s) + outer(s, By))) / curvature
    return np.where(curvature > 0, grown, B)


def outer(a, b):
    return a[..., :, None] * b[..., None, :]


@method("grad")
def lbfgs(f, x0, memory=10, search=strong_wolfe):
    """L-BFGS (Nocedal 1980): BFGS that keeps the last ``memory`` pairs (s, y) instead of a matrix.

    B ∇f(x) is computed from them by the two-loop recursion, in 4 · ``memory`` · n multiplications;
    n × n numbers are never stored. A pair with yᵀs ≤ 0 is left out.
    """
    (x,) = runs(x0)
    f, pairs = Remembered(f), deque(maxlen=whole(memory, "memory", 10))
    search = searcher(search, f)
    loss, g = f.value_and_grad(x)
    first = unit(g)
    while True:
        d = falling(-two_loops(pairs, g), g)
        t = search(x, d, first)
        yield LineState(x, loss, g, d, t)
        s, before = t[..., None] * d, g
        x = x + s
        loss, g = f.value_and_grad(x)
        pairs.append((s, g - before))
        first = 1.0


def two_loops(pairs, g):
    """B ∇f(x), where B has learned from the pairs (s, y), oldest first."""
    pairs = [(s, y, np.vecdot(y, s)[..., None]) for s, y in pairs]
    q, scale, taken = g, 1.0, []
    for s, y, curvature in reversed(pairs):
        part = np.where(curvature > 0, np.vecdot(s, q)[..., None] / curvature, 0.0)
        q = q - part * y
        taken.append(part)
    for _, y, curvature in pairs:  # the newest decides
        scale = np.where(curvature > 0, curvature / np.vecdot(y, y)[..., None], scale)
    q = scale * q
    for (s, y, curvature), part in zip(pairs, reversed(taken), strict=True):
        again = np.where(curvature > 0, np.vecdot(y, q)[..., None] / curvature, 0.0)
        q = q + (part - again) * s
    return q


def positive_definite(H):
    """Whether all eigenvalues are positive: (*runs,)."""
    sound = np.isfinite(H).all((-2, -1))
    return sound & (np.linalg.eigvalsh(np.where(sound[..., None, None], H, 0.0))[..., 0] > 0)
