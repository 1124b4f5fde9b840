"""Small live figures that the tests of ``helpers.live`` share: every artist and every control."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import LineCollection

from helpers import live

STEPS = 6


def zoo_axes():
    """A figure with straight, logarithmic and inset axes of fixed limits."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(8, 4))
    left.set(xlim=(-2, 2), ylim=(-1, 5), aspect="equal")
    right.set(xlim=(0, STEPS), ylim=(1e-4, 1e4), yscale="log")
    inset = left.inset_axes([0.6, 0.6, 0.35, 0.35])
    inset.set(xlim=(0, 4), ylim=(0, 4))
    return fig, left, right, inset


def zoo(mode="auto", batched=False, rates=(0.1, 0.5, 0.9, 1.1)):
    """Every kind of artist in one figure, moved by a slider, a choice, a point and time."""
    fig, left, right, inset = zoo_axes()
    (path,) = left.plot([], [], "o-", label="path")
    (loss,) = right.plot([], [], "s--")
    segments = left.add_collection(LineCollection([], colors="k", cmap="viridis", clim=(0, 5)))
    dots = inset.scatter([], [], c=[], cmap="viridis", vmin=0, vmax=4)
    image = left.imshow(np.zeros((3, 4)), extent=(-2, 2, -1, 5), vmin=0, vmax=3, aspect="equal")
    (fill,) = left.fill([0, 1, 1], [0, 0, 1], alpha=0.3)
    bars = inset.bar([0.5, 1.5, 2.5], [1, 1, 1], width=0.8)
    text = left.text(-1.5, 4, "word")

    def update(rate, sign, start):
        rate, sign = np.asarray(rate, float), np.asarray(sign, float)
        k = np.arange(STEPS + 1).reshape(-1, *(1,) * rate.ndim)
        x = sign * start[..., 0] * (1 - 2 * rate) ** k
        pixel = np.arange(12.0).reshape(3, 4, *(1,) * rate.ndim) / 4
        words = np.vectorize("r = {:.2f}".format, otypes=[object])(rate + 0 * k[0])
        return {
            path: live.trail(x, x**2),
            loss: live.trail(x**2 + 1e-9),
            segments: live.trail(np.stack([np.stack([x[:-1], x[:-1] ** 2], 1),
                                           np.stack([x[1:], x[1:] ** 2], 1)], 1),
                                 color=x[1:] ** 2, width=1 + 0 * x[1:]),
            dots: live.trail(abs(x), x**2, color=x**2, size=5 + 0 * x),
            image: (pixel + rate,),
            fill: live.frames(np.stack([0 * x, x, x], 1), np.stack([0 * x, 0 * x, x**2], 1)),
            bars: live.frames(np.stack([abs(x), x**2, 1 + 0 * x], 1)),
            text: words if rate.ndim else str(words),
        }

    return live.figure(
        fig, update, mode=mode, batched=batched,
        describe=lambda rate, sign, start: f"rate {rate:g}",
        rate=live.slider(list(rates), presets=[rates[1]]),
        sign=live.choice({"plus": 1, "minus": -1}),
        start=live.point(left, grid=(5, 3), value=(1, 2)),
        step=live.steps(STEPS, value=STEPS),
    )


def simple(update=None, mode="auto", moving=(), describe=None, values=(1, 2, 3, 4), **controls):
    """One line, one slider ``r`` (and what else is asked for). ``update(line, **values)``."""
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.set(xlim=(0, 5), ylim=(0, 5))
    (line,) = ax.plot([], [], "o-")
    update = update or (lambda line, r: {line: ([0, r], [0, r])})
    named = {"r": live.slider(list(values)), **controls}
    return live.figure(
        fig, lambda **values: update(line, **values), mode=mode, describe=describe,
        moving=[line] if moving else (), **named)
