"""How much a batch saves: 64 rates × 500 steps at once, against 64 single runs. Run by hand.

    python -m benchmarks.batch
"""

from statistics import median
from timeit import repeat

import numpy as np

from helpers.optimisers import gradient_descent, momentum, newton
from helpers.surfaces import parabola, quadratic, rosenbrock, two_bumps
from helpers.traces import record

RUNS, STEPS, REPEATS = 64, 500, 5


def ratio(f, method, starts, **knobs):
    """Seconds in one batch, and how many times longer the runs take one by one."""

    def batch():
        return record(method(f, starts, **knobs), STEPS)

    def singles():
        each = ({name: values[k] for name, values in knobs.items()} for k in range(RUNS))
        return [
            record(method(f, start, **own), STEPS)
            for start, own in zip(starts, each, strict=True)
        ]

    one, many = (median(repeat(run, number=1, repeat=REPEATS)) for run in (batch, singles))
    return one, many / one


if __name__ == "__main__":
    rates = np.linspace(0.0001, 0.0018, RUNS)
    for f, method, knobs in (
        (parabola, gradient_descent, {"rate": rates}),
        (quadratic(np.diag([1.0, 20.0])), gradient_descent, {"rate": rates}),
        (rosenbrock, gradient_descent, {"rate": rates}),
        (rosenbrock, momentum, {"rate": rates / 10}),
        (two_bumps, newton, {}),
    ):
        starts = np.tile(f.starts[0], (RUNS, 1))
        seconds, times = ratio(f, method, starts, **knobs)
        print(f"{method.__name__} on {f.name}: {RUNS} runs × {STEPS} steps in "
              f"{seconds * 1000:.0f} ms, {times:.0f} × faster than one by one")  # fmt: skip
