"""What the methods that go along a direction share: their state, the search, f's memory."""

from typing import NamedTuple

import numpy as np

from helpers.errors import InputError
from helpers.inputs import Checked, numbers
from helpers.line_searches import exact, unfit


class LineState(NamedTuple):
    """Where a run stands, and the step that it takes next: x + td."""

    x: np.ndarray  # (*runs, n)  position
    loss: np.ndarray  # (*runs,)    f(x)
    grad: np.ndarray  # (*runs, n)  ∇f(x)
    direction: np.ndarray  # (*runs, n)  d
    length: np.ndarray  # (*runs,)    t


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
        t = numbers(search(f, x.copy(), direction.copy(), first), "search's answer", "0.1")
        if t.shape != x.shape[:-1]:
            raise InputError(
                f"search gave lengths of shape {t.shape}; it needs shape {x.shape[:-1]}, one per "
                "run."
            )
        return t

    return lengths


def unit(g):
    """A first length along −g: one that moves x by 1, or by g where that is less."""
    return np.minimum(1.0, 1 / np.linalg.norm(g, axis=-1))


class Remembered(Checked):
    """f, which need not be asked again for the point it was asked for last.

    A line search ends where the next step begins; with this, both can ask for f(x) and ∇f(x), and
    read like their formulas.
    """

    def __init__(self, f):
        super().__init__(f.f)
        self.point, self.known = None, {}

    def at(self, x):
        """What is known at x; nothing, if x is another point than before."""
        if self.point is None or not np.array_equal(self.point, x, equal_nan=True):
            self.point, self.known = x.copy(), {}
        return self.known

    def __call__(self, x):
        known = self.at(x)
        if "value" not in known:
            known["value"] = super().__call__(x)
        return known["value"].copy()

    def grad(self, x):
        known = self.at(x)
        if "grad" not in known:
            known["grad"] = super().grad(x)
        return known["grad"].copy()

    def value_and_grad(self, x):
        known = self.at(x)
        if not known:
            known["value"], known["grad"] = super().value_and_grad(x)
        return self(x), self.grad(x)
