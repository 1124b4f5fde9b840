"""What ``live.figure`` refuses before it draws, each in a sentence."""

import numpy as np
from matplotlib.figure import Figure as StillFigure

from helpers.errors import InputError
from helpers.inputs import brief

from . import artists, cells, controls, geometry, picture

KINDS = (controls.Slider, controls.Choice, controls.Point, controls.Steps)


def whole(fig):
    """Refuse what is no figure."""
    if not isinstance(fig, StillFigure):
        raise InputError(f"live.figure was given {brief(fig)}; it needs the figure, then update.")


def given(fig, update, describe, mode):
    """Refuse a figure that is too large, what cannot be called, and a mode that there is not."""
    width, height, _ = picture.canvas_of(fig)
    if max(width, height) > geometry.FAR:
        raise InputError(
            f"The figure is {width:.0f} × {height:.0f} pixels; a live figure has "
            f"{geometry.FAR} at most. Choose a smaller figsize or dpi."
        )
    for name, function in (("update", update), ("describe", describe or str)):
        if not callable(function):
            raise InputError(
                f"{name} was {brief(function)}; it is a function of the controls' values."
            )
    if mode not in ("auto", "table", "kernel"):
        raise InputError(f'mode was {brief(mode)}; it is "auto", "table" or "kernel".')


def labelled(named, batched):
    """Give every control a name to show; refuse what is no control, or cannot be ``batched``."""
    for name, control in named.items():
        if not isinstance(control, KINDS):
            raise InputError(
                f"live.figure was given {name} = {control!r:.60}, which is no control; "
                "use live.slider, live.choice, live.point or live.steps."
            )
    if sum(control.kind == "steps" for control in named.values()) > 1:
        raise InputError("live.figure was given two live.steps; a figure has one time.")
    if sum(bool(getattr(control, "show", None)) for control in named.values()) > 1:
        raise InputError("live.figure was given two choices that show still artists; one can.")
    for name, control, _ in cells.axes_of(named) if batched else ():
        cells.column(name, control)
    last = sorted(named.items(), key=lambda item: item[1].kind == "steps")  # time comes below
    return {name: control._replace(label=control.label or name) for name, control in last}


def moving(job, start):
    """Refuse a figure without live artists, and any artist that cannot be live in it."""
    if not job.moving:
        raise InputError(
            f"{start.errors.item() or 'update returned no artist.'} live.figure must learn which "
            "artists move: let update work at the starting values, or name them "
            "(moving=[line, dots])."
        )
    for artist in job.moving:
        artists.kind_of(artist)
        home(artists.members(artist)[0], job.fig, artists.name_of(artist))
        limits(artist, start.answers.get(artist))
    for control in job.controls.values():
        if control.kind == "point":
            home(control.ax, job.fig, f"the axes of {control.label}")


def home(thing, fig, name):
    if thing.get_figure(root=True) is not fig:
        raise InputError(
            f"{name}: this is part of another figure than the one given; use this figure's axes."
        )


def limits(artist, answer):
    """Refuse axes whose limits are nobody's: nothing still reaches anywhere, and none are set.

    matplotlib would show ±0.055, and the live artist would be outside for ever.
    """
    axes, kind = artists.members(artist)[0].axes, artists.kind_of(artist)
    if axes is None or kind in (artists.Texts, artists.Images):  # these take no part in limits
        return
    in_data = kind.transform(artist).contains_branch_seperately(axes.transData)
    for side, counts in zip("xy", in_data, strict=True):
        if counts and forgotten(axes, side):
            raise InputError(
                f"{artists.name_of(artist)} moves in axes that have no {side} limits yet, and a "
                f"live figure is drawn only once. Set them first: {wanted(answer, side)}."
            )


def forgotten(axes, side):
    """Whether the limits of one side are matplotlib's own, with no data to take them from."""
    if not getattr(axes, f"get_autoscale{side}_on")():
        return False
    shared = getattr(axes, f"get_shared_{side}_axes")().get_siblings(axes)
    spans = [getattr(one.dataLim, f"interval{side}") for one in shared]
    return not any(np.isfinite(span).all() and span[0] < span[1] for span in spans)


def wanted(answer, side):
    """What to write for the limits of one side, from the data at the start if there are any."""
    numbers = np.ravel(answer.parts.get(side, ())) if answer else np.array([])
    numbers = numbers[np.isfinite(numbers)]
    if not numbers.size:
        return f"ax.set({side}lim=(from, to))"
    low, high = numbers.min(), numbers.max()
    return (f"ax.set({side}lim=(from, to)); at the start its {side} reaches from {low:.3g} "
            f"to {high:.3g}")
