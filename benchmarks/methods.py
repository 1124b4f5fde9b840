"""Evaluations against SciPy's, and what a map of 90 000 starts costs. Run by hand.

    python -m benchmarks.methods
"""

import tracemalloc
from itertools import islice
from time import process_time
from timeit import repeat

import numpy as np
from scipy.optimize import least_squares, minimize

from helpers import data
from helpers.optimisers import bfgs, conjugate_gradient, gradient_ascent, levenberg_marquardt
from helpers.surfaces import chained_rosenbrock, fit, quadratic, two_bumps
from helpers.traces import counted, last, record

SLOPE, DIGITS, LIMIT = 1e-5, 6, 1000


def digits(found, certified):
    with np.errstate(all="ignore"):
        return -np.log10(abs(found / certified - 1).max())


def fits():
    """Evaluations of the residuals until all parameters have 6 certified digits."""
    for problem in map(data.nist, data.NIST):
        for which, start in enumerate(problem.starts, 1):
            f = counted(fit(problem))
            states = islice(levenberg_marquardt(f, start), LIMIT)
            solved = any(digits(s.x, problem.parameters) >= DIGITS for s in states)
            ours, theirs = f.calls["residuals"], scipy_fit(problem, start)
            against = f"{ours / theirs:.2f} × SciPy's {theirs}" if theirs else "SciPy never"
            print(f"levenberg_marquardt, {problem.name} from start {which}: "
                  f"{ours if solved else 'never'}, {against}")  # fmt: skip


def scipy_fit(problem, start):
    """The same count for SciPy; None where it ends before."""
    f, seen = fit(problem), []

    def residuals(b):
        seen.append(digits(b, problem.parameters))
        return f.residuals(b)

    tight = {name: 1e-15 for name in ("xtol", "ftol", "gtol")}
    least_squares(residuals, start, jac=f.jacobian, method="lm", **tight)
    good = np.array(seen) >= DIGITS
    return good.argmax() + 1 if good.any() else None


def valley(n, condition):
    Q = np.linalg.qr(np.random.default_rng(0).standard_normal((n, n)))[0]
    A = Q * np.geomspace(1, condition, n) @ Q.T
    return quadratic((A + A.T) / 2)


def minima():
    """Evaluations of the gradient until it is below 10⁻⁵ in every coordinate."""
    hilly = [(chained_rosenbrock(n), chained_rosenbrock(n).starts[0]) for n in (2, 10)]
    long = valley(50, 1e4), np.random.default_rng(1).standard_normal(50)
    for f, start in [*hilly, long]:
        for method, name in ((conjugate_gradient, "CG"), (bfgs, "BFGS")):
            g = counted(f)
            trace = record(method(g, start), 3000, lambda s: abs(s.grad).max() < SLOPE)
            options = {"gtol": SLOPE, "maxiter": 10_000}
            theirs = minimize(f, start, jac=f.grad, method=name, options=options)
            ours = g.calls["grad"]
            print(f"{method.__name__}, {f.name} ({f.n}): {ours} gradients in {g.passes} passes to "
                  f"a loss of {trace.loss[-1]:.1g}, {ours / theirs.njev:.2f} × SciPy's "
                  f"{theirs.njev} to {theirs.fun:.1g}")  # fmt: skip


def bare(x, y, rate, steps):
    """Gradient ascent on the two bumps, and nothing else."""
    for _ in range(steps):
        u, v, w, z = x + 1, y - 1, x - 1, y + 1
        broad = np.exp(-u * u - v * v)
        tall = 0.6 * np.exp(-w * w - 0.5 * z * z + 0.1 * (x - 3) * (y - 3))
        up = rate * (tall * (0.1 * (y - 3) - 2 * w) - 2 * broad * u)
        y = y + rate * (tall * (0.1 * (x - 3) - z) - 2 * broad * v)
        x = x + up
    return x, y


def basin_map(side=300, steps=100, rate=0.2):
    """A map of side × side starts, against the bare loop and against one start at a time."""
    axis = np.linspace(-3, 3, side)
    x, y = np.meshgrid(axis, axis)
    starts = np.stack([x, y], -1)
    some = starts.reshape(-1, 2)[:: side * 9]

    def ours():
        return last(gradient_ascent(two_bumps, starts, rate), steps)

    def singly():
        for start in some:
            last(gradient_ascent(two_bumps, start, rate), steps)

    runs = [ours, lambda: bare(x, y, rate, steps), singly]
    # Time on the processor, so that other programs count as little as can be.
    once = {"timer": process_time, "number": 1, "repeat": 1}
    rounds = [[repeat(run, **once) for run in runs] for _ in range(7)]
    batch, loop, single = np.min(rounds, 0)[:, 0]
    tracemalloc.start()
    ours()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    each = single / len(some) * side**2 / batch
    print(f"{side}² starts × {steps} steps: {batch / loop:.2f} × the bare loop's {loop * 1000:.0f} "
          f"ms, {each:.0f} × faster than singly, {peak:.0f} MB")  # fmt: skip


if __name__ == "__main__":
    fits()
    minima()
    basin_map()
