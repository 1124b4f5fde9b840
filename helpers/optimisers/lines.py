"""Methods that choose a direction from the gradients alone and go along it to a minimum."""

from functools import partial
from typing import NamedTuple

import numpy as np

from helpers.inputs import choice
from helpers.line_searches import golden_section, strong_wolfe
from helpers.optimisers.along import LineState, Remembered, leads_down, searcher, unit
from helpers.optimisers.base import method, runs


class ConjugateState(NamedTuple):
    """Where a run stands, and the step that it takes next: x + td, d = −∇f(x) + β (the last d)."""

    x: np.ndarray  # (*runs, n)  position
    loss: np.ndarray  # (*runs,)    f(x)
    grad: np.ndarray  # (*runs, n)  ∇f(x)
    direction: np.ndarray  # (*runs, n)  d
    length: np.ndarray  # (*runs,)    t
    beta: np.ndarray  # (*runs,)    β; 0 where d is −∇f(x)


@method("grad")
def steepest_descent(f, x0, search=None, share=1.0):
    """Steepest descent with line minimisation (Cauchy 1847; lecture, L21): x ← x − t ∇f(x).

    ``search(f, x, direction, first)`` finds the lengths; t is the ``share`` of them: with 0.9 the
    run stops short of each minimum. Without a search it is ``line_searches.exact`` where f is a
    quadratic, else ``golden_section``.
    """
    x, share = runs(x0, share=share)
    f = Remembered(f)
    search = searcher(search, f, golden_section)
    first = None
    while True:
        loss, g = f.value_and_grad(x)
        t = search(x, -g, unit(g) if first is None else first)
        first = 2 * t
        yield LineState(x, loss, g, -g, t * share[..., 0])
        x = x - share * t[..., None] * g


@method("grad")
def conjugate_gradient(f, x0, search=None, rule="polak_ribiere"):
    """Conjugate gradient (Hestenes & Stiefel 1952; lecture, L21): d ← −∇f(x) + βd, x ← x + td.

    With g = ∇f(x) and g₋ the gradient before it, β is gᵀ(g − g₋)/g₋ᵀg₋, or 0 if that is negative
    ("polak_ribiere", Polak & Ribière 1969), or gᵀg/g₋ᵀg₋ ("fletcher_reeves", 1964). A direction
    that would lead uphill is replaced by −g. ``search(f, x, direction, first)`` finds the lengths
    t. Without one it is ``line_searches.exact`` where f is a quadratic, else ``strong_wolfe`` down
    to a tenth of the slope.
    """
    (x,) = runs(x0)
    beta_of = BETAS[choice(rule, "rule", BETAS)]
    f = Remembered(f)
    search = searcher(search, f, partial(strong_wolfe, flat=0.1))
    loss, g = f.value_and_grad(x)
    d, beta, first = -g, np.zeros(x.shape[:-1]), unit(g)
    while True:
        t = search(x, d, first)
        yield ConjugateState(x, loss, g, d, t, beta)
        x, before, slope = x + t[..., None] * d, g, np.vecdot(g, d)
        loss, g = f.value_and_grad(x)
        beta = beta_of(g, before)
        beta = np.where(leads_down(beta[..., None] * d - g, g), beta, 0.0)
        d = beta[..., None] * d - g
        first = t * slope / np.vecdot(g, d)  # as if f fell as much again


def polak_ribiere(g, before):
    return np.maximum(0.0, np.vecdot(g, g - before) / np.vecdot(before, before))


def fletcher_reeves(g, before):
    return np.vecdot(g, g) / np.vecdot(before, before)


BETAS = {"polak_ribiere": polak_ribiere, "fletcher_reeves": fletcher_reeves}
