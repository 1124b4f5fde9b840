"""Settings of a live figure by their values: where each control stands, and what is said there."""

from helpers.errors import InputError
from helpers.inputs import brief

from .controls import among_steps, holds, place
from .grid import axes_of
from .sentences import told
from .widget import traits_of


def indices(controls, /, **values):
    """``{trait: index}``: where the widget's traits stand at these settings.

    ``values``: by the controls' names, a slider's number, a choice's option, a point's (x, y). A
    control that is not named stands where the figure starts, time at its last step; time may be
    called ``step``, whatever its name, unless another control is called so. Raises
    InputError for a control that there is not, and for what does not lie on its grid.
    """
    at = places(controls, values)
    return {trait: i for name, control in controls.items()
            for trait, i in zip(traits_of(name, control), at[name], strict=True)}


def said(figure, /, **values):
    """The sentence that the figure says at these settings, given as for ``indices``."""
    job, at = figure.job, cell(figure.job.controls, **values)
    words = job.cell(at).said.tolist()
    return told(words, job.controls, at, job.steps, step(job.controls, **values))


def cell(controls, /, **values):
    """The cell of the figure's grid at these settings."""
    at = places(controls, values)
    return tuple(i for name, *_ in axes_of(controls) for i in at[name])


def step(controls, /, **values):
    """The step at these settings; 0 in a figure without time."""
    at = places(controls, values)
    return next((at[name][0] for name, c in controls.items() if c.kind == "steps"), 0)


def places(controls, values):
    """``{name: where on each of its axes}``; or InputError."""
    if "step" in values and "step" not in controls:
        time = next((name for name, control in controls.items() if control.kind == "steps"), None)
        if time is None:
            raise InputError(
                f"step = {brief(values['step'])} was given, but this figure has no live.steps."
            )
        values = {time if name == "step" else name: value for name, value in values.items()}
    for name in values:
        if name not in controls:
            raise InputError(
                f"The figure has no control {name!r}; its controls are {', '.join(controls)}."
            )
    return {name: where(name, control, values[name]) if name in values else start(control)
            for name, control in controls.items()}


def start(control):
    return (control.n,) if control.kind == "steps" else tuple(control.default)


def where(name, control, value):
    """The index of a control's value on each of its axes; or InputError."""
    if control.kind == "slider":
        return (place(value, control.values, name),)
    if control.kind == "choice":
        return (option(name, control, value),)
    if control.kind == "steps":
        return (moment(name, control, value),)
    try:
        x, y = value
    except (TypeError, ValueError):
        raise InputError(f"{name} is {brief(value)}; a point is given as (x, y).") from None
    for point in control.grids:  # which the figure takes hangs on how fast the machine is
        if not (holds(point.xs, x) and holds(point.ys, y)):
            raise InputError(
                f"{name} = {brief(value)} does not lie on each of the grids that the figure may "
                "choose. Name the place among the presets of live.point, or give it a grid."
            )
    return place(x, control.xs, name), place(y, control.ys, name)


def option(name, control, value):
    """The index of an option, given by its name or by the value that it stands for."""
    for i, (text, own) in enumerate(zip(control.texts, control.values, strict=True)):
        if own is value or text == str(value):
            return i
    raise InputError(
        f"{name} has no option {brief(value)}; its options are {', '.join(control.texts)}."
    )


def moment(name, control, value):
    if not among_steps(value, control.n):
        raise InputError(f"{name} is {brief(value)}; the figure has the steps 0 … {control.n}.")
    return int(value)
