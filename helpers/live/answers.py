"""What ``update`` hands over for an artist, read and brought into one form.

That form is an ``Answer``: its time ("still", "trail" or "frames") and its parts, arrays whose axes
are the grid of the controls, then the steps (frames only), then what one picture needs.
"""

from typing import NamedTuple

import numpy as np

from helpers.errors import InputError
from helpers.inputs import numbers

from . import artists


class Data(NamedTuple):
    """What an artist shows: positional and named data, and how they depend on the step."""

    args: tuple
    options: dict
    time: str


class Answer(NamedTuple):
    time: str
    parts: dict


def still(*args, **options):
    """Data that do not depend on the step (the same as handing over the bare data)."""
    return Data(args, options, "still")


def trail(*args, **options):
    """Data drawn up to step k: one point for each of the steps 0 … n, as in ``trace.x[:, 0]``."""
    return Data(args, options, "trail")


def frames(*args, **options):
    """Data of which step k shows the k-th: the first axis counts the steps 0 … n."""
    return Data(args, options, "frames")


def read_all(given, steps, moving=(), grid=()):
    """``update``'s whole answer → ``{artist: Answer}``; InputError says what does not fit."""
    if not isinstance(given, dict):
        raise InputError(
            f"update must return a dict {{artist: data}}; it returned {type(given).__name__}."
        )
    for artist in given:
        if moving and artist not in moving:
            raise InputError(
                f"update returned data for {artists.name_of(artist)}, which is not one of the live "
                "artists. Return the same artists at every setting."
            )
    return {a: read(a, as_data(given[a]), steps, grid) for a in given if given[a] is not None}


def read(artist, data, steps, grid=()):
    """Name the data of one artist, bring their axes into order, and check their shapes."""
    kind = artists.kind_of(artist)
    axes = {name: n + (data.time == "frames") for name, n in (kind.parts | kind.options).items()}
    named = named_parts(kind, artist, data)
    parts = {name: grid_first(as_array(value, name, artist), axes[name], grid, name, artist)
             for name, value in named.items()}
    if "y" in kind.parts:
        parts.setdefault("x", np.arange(parts["y"].shape[-1], dtype=float))
    parts = same_count(kind, artist, parts)
    kind.check(artist, parts)
    check_time(kind, artist, data.time, parts, steps, len(grid))
    return Answer(data.time, parts)


def as_data(given):
    if isinstance(given, Data):
        return given
    if isinstance(given, dict):
        return Data((), given, "still")
    return Data(given if isinstance(given, tuple) else (given,), {}, "still")


def named_parts(kind, artist, data):
    """``{name: value}``; a line given y alone is drawn against the step or the place."""
    names = list(kind.parts)
    if len(data.args) == 1 and len(names) == 2:
        names = names[1:]
    named = {**dict(zip(names, data.args, strict=False)), **data.options}
    needed = set(kind.parts) - {"x"} if "y" in kind.parts else set(kind.parts)
    fits = needed <= set(named) <= {*kind.parts, *kind.options} and len(data.args) <= len(names)
    if not fits:
        takes = ", ".join([*kind.parts, *(f"{option}=…" for option in kind.options)])
        got = ", ".join([*("…" for _ in data.args), *(f"{option}=…" for option in data.options)])
        raise InputError(f"{artists.name_of(artist)} takes ({takes}); update gave ({got}).")
    return named


def as_array(value, name, artist):
    """A fresh array: ``update`` may go on to change its own. What is masked becomes nan."""
    if name == "text":
        return np.array(value, object)
    whose = f"{name} of {artists.name_of(artist)}"
    array = numbers(value, whose, "[0.5, 1.5]", kinds="biuf")  # an image may be of truth values
    return array if array.size or name != "segments" else array.reshape(0, 2, 2)


def grid_first(array, axes, grid, name, artist):
    """(…, *grid) → (*grid, …) with exactly ``axes`` axes behind the grid."""
    if array.ndim <= axes:
        return np.broadcast_to(array, grid + (1,) * (axes - array.ndim) + array.shape)
    try:
        behind = range(axes, axes + len(grid))
        moved = np.moveaxis(array, behind, range(len(grid)))
        return np.broadcast_to(moved, grid + array.shape[:axes])
    except ValueError:  # too many axes, too few, or others than the grid's
        with_grid = f" with the grid {grid} behind" if grid else ""
        raise InputError(
            f"{artists.name_of(artist)} was given {name} of shape {array.shape}; "
            f"it needs {axes} ax{'is' if axes == 1 else 'es'}{with_grid}."
        ) from None


def same_count(kind, artist, parts):
    """Stretch single numbers to one for each point, segment or bar."""
    axes = kind.parts | kind.options
    inner = {name: part.shape[part.ndim - axes[name] + 1 :] for name, part in parts.items()}
    each = {name: part.shape[: part.ndim - len(inner[name])] for name, part in parts.items()
            if axes[name] in (1, 3)}
    try:
        together = np.broadcast_shapes(*each.values())
    except ValueError:
        counts = " and ".join(f"{shape[-1]} of {name}" for name, shape in each.items())
        raise InputError(
            f"{artists.name_of(artist)} was given {counts.replace(' of', ' values of', 1)}; "
            "it needs as many of one as of the other."
        ) from None
    stretched = {name: np.broadcast_to(parts[name], together + inner[name]) for name in each}
    return parts | stretched


def check_time(kind, artist, time, parts, steps, grid_axes):
    """A trail has one point a step, frames one picture a step."""
    if time == "still":
        return
    if steps is None:
        raise InputError(f"live.{time} needs steps: add step=live.steps(n) to live.figure.")
    if time == "trail" and not kind.trails:
        raise InputError(
            f"{artists.name_of(artist)} cannot leave a trail; use live.frames, one for each step."
        )
    n = parts[list(kind.parts)[-1]].shape[grid_axes]
    if n != steps + 1 and not (time == "trail" and kind.trails == "segments" and n == steps):
        raise InputError(
            f"{artists.name_of(artist)} was given live.{time} of length {n}; "
            f"with live.steps({steps}) it needs {steps + 1}: steps 0 … {steps}."
        )


def moment(answer, steps, k):
    """The parts of one answer (no grid) at step k, as matplotlib takes them."""
    if answer.time == "frames":
        return {name: part[k] for name, part in answer.parts.items()}
    if answer.time == "trail":
        return {name: part[: len(part) - steps + k] for name, part in answer.parts.items()}
    return answer.parts
