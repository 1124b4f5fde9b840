"""Methods that choose a direction from the gradients alone and go along it to a minimum."""

from functools import partial
from typing import NamedTuple

import numpy as np

from helpers.errors import InputError
from helpers.inputs import brief, choice
from helpers.line_searches import exact, golden_section, strong_wolfe, unfit
from helpers.optimisers.base import Remembered, method, runs


class LineState(NamedTuple):
    """Where a run stands, and the step that it takes next: x + td."""

    x: np.ndarray  # (*runs, n)  position
    loss: np.ndarray  # (*runs,)    f(x)
    grad: np.ndarray  # (*runs, n)  ∇f(x)
    direction: np.ndarray  # (*runs, n)  d
    length: np.ndarray  # (*runs,)    t


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
        loss, g = f(x), f.grad(x)
        t = search(x, -g, unit(g) if first is None else first)
        first = 2 * t
        yield LineState(x, loss, g, -g, (t * share[..., 0])[()])
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
    g = f.grad(x)
    d, beta, first = -g, np.zeros(x.shape[:-1])[()], unit(g)
    while True:
        loss, t = f(x), search(x, d, first)
        yield ConjugateState(x, loss, g, d, t, beta)
        x, before, slope = x + t[..., None] * d, g, np.vecdot(g, d)
        g = f.grad(x)
        beta = beta_of(g, before)
        beta = np.where(leads_down(beta[..., None] * d - g, g), beta, 0.0)[()]
        d = beta[..., None] * d - g
        first = t * slope / np.vecdot(g, d)  # as if f fell as much again


def polak_ribiere(g, before):
    return np.maximum(0.0, np.vecdot(g, g - before) / np.vecdot(before, before))


def fletcher_reeves(g, before):
    return np.vecdot(g, g) / np.vecdot(before, before)


BETAS = {"polak_ribiere": polak_ribiere, "fletcher_reeves": fletcher_reeves}


def falling(d, g):
    """d, or −g in runs where d does not lead downhill."""
    return np.where(leads_down(d, g)[..., None], d, -g)


def leads_down(d, g):
    """Whether gᵀd < 0; a d that overflows leads nowhere."""
    slope = np.vecdot(g, d)
    return (slope < 0) & np.isfinite(slope)


def searcher(search, f, otherwise=None):
    """``search``, or the default, along directions of this f; its lengths checked, or InputError.

    A first length that is no number or 0, where a run has ended, is 1.
    """
    if search is None:
        search = exact if getattr(f.f, "quadratic", False) else otherwise
    if not callable(search):
        raise unfit(search)

    def lengths(x, direction, first):
        first = np.where(np.isfinite(first) & (first > 0), first, 1.0)
        t = np.asarray(search(f, x.copy(), direction.copy(), first))
        if t.shape != x.shape[:-1] or t.dtype.kind not in "iuf":
            raise InputError(
                f"search gave {brief(t)}; it needs lengths of shape {x.shape[:-1]}, one per run."
            )
        return t.astype(float)[()]

    return lengths


def unit(g):
    """A first length along −g: one that moves x by 1, or by g where that is less."""
    return np.minimum(1.0, 1 / np.linalg.norm(g, axis=-1))
