"""Curves to be fitted by least squares, with certified answers: NIST's reference data.

From the Statistical Reference Datasets (StRD) for nonlinear regression of the National Institute of
Standards and Technology, https://www.itl.nist.gov/div898/strd/, a work of the United States
government and in the public domain. The files in the folder ``nist`` are NIST's own, unchanged;
each names where its data come from.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from helpers.inputs import choice

FOLDER = Path(__file__).parent / "nist"


class Problem(NamedTuple):
    """Points (x, y), a model of them, and the parameters b of least squares to 11 digits."""

    name: str
    formula: str  # LaTeX, of the model
    x: np.ndarray  # (m,)
    y: np.ndarray  # (m,)
    model: Callable  # ŷ: b (N, n) → (N, m)
    slopes: Callable  # ∂ŷ/∂b: b (N, n) → (N, m, n)
    parameters: np.ndarray  # (n,)  certified
    deviations: np.ndarray  # (n,)  certified standard deviations of the parameters
    rss: float  # certified sum of squared residuals
    starts: np.ndarray  # (2, n)  certified: the first far away, the second nearer


def nist(name):
    """The problem "Misra1a" (easy), "Thurber" or "MGH09" (hard); or InputError."""
    formula, model, slopes = NIST[choice(name, "name", NIST)]
    text = (FOLDER / f"{name}.dat").read_text(encoding="ascii")
    table = np.array([numbers_in(row) for row in re.findall(r"^ +b\d+ = (.*)$", text, re.M)])
    y, x = np.array([numbers_in(row) for row in text.rpartition("Data:")[2].splitlines()[1:]]).T
    rss = float(re.search(r"Residual Sum of Squares: +(\S+)", text)[1])
    return Problem(
        name, formula, x, y, lambda b: model(*columns(b), x), lambda b: slopes(*columns(b), x),
        table[:, 2], table[:, 3], rss, table[:, :2].T,
    )  # fmt: skip


def numbers_in(row):
    return [float(number) for number in row.split()]


def columns(b):
    """b₁ … bₙ, each (N, 1), so that formulas of b and x are (N, m)."""
    return b.T[..., None]


def misra1a(b1, b2, x):
    return b1 * (1 - np.exp(-b2 * x))


def misra1a_slopes(b1, b2, x):
    fall = np.exp(-b2 * x)
    return np.stack([1 - fall, b1 * x * fall], -1)


def thurber(b1, b2, b3, b4, b5, b6, b7, x):
    return (b1 + b2 * x + b3 * x**2 + b4 * x**3) / (1 + b5 * x + b6 * x**2 + b7 * x**3)


def thurber_slopes(b1, b2, b3, b4, b5, b6, b7, x):
    below = 1 + b5 * x + b6 * x**2 + b7 * x**3
    ratio = (b1 + b2 * x + b3 * x**2 + b4 * x**3) / below
    above = [x**k / below for k in range(4)]
    return np.stack(above + [-ratio * power for power in above[1:]], -1)


def mgh09(b1, b2, b3, b4, x):
    return b1 * (x**2 + x * b2) / (x**2 + x * b3 + b4)


def mgh09_slopes(b1, b2, b3, b4, x):
    above, below = x**2 + x * b2, x**2 + x * b3 + b4
    ratio = b1 * above / below**2
    return np.stack([above / below, b1 * x / below, -ratio * x, -ratio], -1)


NIST = {
    "Misra1a": (r"b_1 (1 - e^{-b_2 x})", misra1a, misra1a_slopes),
    "Thurber": (
        r"\frac{b_1 + b_2 x + b_3 x^2 + b_4 x^3}{1 + b_5 x + b_6 x^2 + b_7 x^3}",
        thurber,
        thurber_slopes,
    ),
    "MGH09": (r"\frac{b_1 (x^2 + b_2 x)}{x^2 + b_3 x + b_4}", mgh09, mgh09_slopes),
}
