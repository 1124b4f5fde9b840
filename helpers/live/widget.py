"""The widget behind a live figure: one anywidget that paints, and ipywidgets that control it."""

from pathlib import Path

import anywidget
import ipywidgets
import traitlets

from helpers.errors import InputError
from helpers.words import number

BROWSER = Path(__file__).parent / "browser"
# joined in this order: plain files, no build step
PARTS = ("unpack", "painters", "elements", "settings", "stage", "pin", "speech", "time", "buttons",
         "point", "rails", "labels", "full", "keys", "kernel", "handles", "numbers", "marks",
         "figure")
STYLES = ("live", "marks")


class LivePicture(anywidget.AnyWidget):
    """The picture, its buttons and its sentences, painted by the files in ``browser``.

    ``spec`` says what there is (controls, artists' styles), ``pictures`` and ``above`` are PNGs,
    ``meta`` and ``table`` hold the positions; the state of each control is an integer trait
    ``at_…`` (a point has ``x_…`` and ``y_…``), joined in the browser to its slider.
    """

    _esm = "\n".join((BROWSER / f"{part}.js").read_text(encoding="utf-8") for part in PARTS)
    _css = "\n".join((BROWSER / f"{part}.css").read_text(encoding="utf-8") for part in STYLES)

    spec = traitlets.Dict().tag(sync=True)
    meta = traitlets.Dict().tag(sync=True)
    pictures = traitlets.List().tag(sync=True)
    above = traitlets.List().tag(sync=True)
    table = traitlets.Bytes().tag(sync=True)
    ask = traitlets.Dict().tag(sync=True)  # what a guess card asks of the stage, {}: nothing
    mark = traitlets.Dict().tag(sync=True)  # what the reader has put there, and what is true

    def __init__(self, indices, answer=None, **state):
        self.add_traits(**{name: traitlets.Int(at).tag(sync=True) for name, at in indices.items()})
        super().__init__(**state)
        self.on_msg(lambda _, message, buffers: self.send(*reply(answer, message)))


def reply(answer, message):
    """The answer to a request for one cell: always one, if need be a sentence."""
    try:
        packed = answer(tuple(message["cell"]))
        return {"meta": packed.meta}, [packed.data]
    except InputError as error:
        return {"error": str(error)}, None
    except BaseException as error:  # an interrupt, too, must not leave the figure waiting for ever
        return {"error": f"Python stopped with {type(error).__name__} {error}".strip() + "."}, None


def traits_of(name, control):
    """The names of the traits that hold a control's state."""
    return [f"x_{name}", f"y_{name}"] if control.kind == "point" else [f"at_{name}"]


def indices_of(controls):
    """``{trait: index}`` as the figure starts."""
    indices = {}
    for name, control in controls.items():
        start = (control.default,) if control.kind == "steps" else control.default
        indices.update(zip(traits_of(name, control), start, strict=True))
    return indices


def control_spec(name, control, lines=None):
    """What the browser needs to know of a control; a point comes with its ``lines`` of pixels."""
    spec = {
        "name": name,
        "kind": control.kind,
        "label": control.label,
        "traits": traits_of(name, control),
        "presets": [{"at": list(at), "text": text} for at, text in control.presets],
    }
    if control.kind == "steps":
        return {**spec, "n": control.n, "play": control.play, "default": [control.default]}
    spec["default"] = list(control.default)
    if control.kind == "point":
        return {**spec, "x": lines[0], "y": lines[1],
                "texts": [[number(v) for v in line] for line in (control.xs, control.ys)]}
    return {**spec, "texts": control.texts, "switches": bool(getattr(control, "show", None))}


def artist_spec(place):
    """What the browser needs to know of a live artist."""
    left, top, right, bottom = place.clip
    return {
        "kind": place.kind.__name__,
        "low": place.low,
        "clip": [left, top, right - left, bottom - top],
        "under": place.under,
        "style": place.style,
    }


def handle_of(control):
    """The ipywidget that moves a control; a point is dragged in the picture itself."""
    wide = {"width": "100%"}
    if control.kind == "slider":
        return ipywidgets.SelectionSlider(
            options=list(control.texts), index=control.default[0], description=control.label,
            style={"description_width": "initial"}, layout=wide)
    if control.kind == "choice":
        make = ipywidgets.ToggleButtons if len(control.texts) <= 4 else ipywidgets.Dropdown
        return make(
            options=list(control.texts), index=control.default[0], description=control.label,
            style={"description_width": "initial"})
    if control.kind == "steps":
        return ipywidgets.IntSlider(
            value=control.default, max=control.n, description=control.label,
            style={"description_width": "initial"}, layout=wide)
    return None


def handles_of(controls):
    """``{name: the ipywidget that moves it}``, points apart."""
    handles = {name: handle_of(control) for name, control in controls.items()}
    return {name: handle for name, handle in handles.items() if handle is not None}


def joined(handles, controls):
    """``{the picture's trait: [the handle's model, its trait]}``, for the browser to join."""
    return {f"at_{name}": [handle.model_id, "value" if controls[name].kind == "steps" else "index"]
            for name, handle in handles.items()}


def assemble(picture, handles):
    """The box a reader sees."""
    box = ipywidgets.VBox([*handles.values(), picture])
    box.add_class("live-figure")
    return box


def close(box):
    """End a figure's widgets (the cell that made it is run again)."""
    for widget in (*getattr(box, "children", ()), box):
        for part in ("style", "layout"):
            if hasattr(widget, part):
                getattr(widget, part).close()
        widget.close()
