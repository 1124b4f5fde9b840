"""``live.figure``: the author's one call, and what a notebook shows and stores of it."""

import math
import sys
import time
from base64 import b64encode
from dataclasses import dataclass
from typing import NamedTuple

import matplotlib.pyplot as plt
from matplotlib.container import BarContainer
from matplotlib.figure import Figure as StillFigure

from helpers.errors import InputError
from helpers.inputs import brief

from . import artists, cells, controls, geometry, packing, picture, widget

BUDGET = 250_000  # bytes of compressed table that a page can bear for each figure
MANY = 3_000_000  # numbers beyond which no table is tried: it takes 200 bytes of memory for each
PATIENCE = 10.0  # seconds a table may take; a slower one is left to kernel mode
KINDS = (controls.Slider, controls.Choice, controls.Point, controls.Steps)


class Job(NamedTuple):
    """What the author asked for."""

    fig: object
    update: object
    describe: object
    controls: dict
    moving: tuple  # the live artists, once they are known
    batched: bool

    @property
    def steps(self):
        return next((c.n for c in self.controls.values() if c.kind == "steps"), None)

    @property
    def opening(self):
        """The step at which the figure opens."""
        return next((c.default for c in self.controls.values() if c.kind == "steps"), 0)

    @property
    def start(self):
        """The cell of the grid at which the figure starts."""
        return tuple(i for _, control, _ in cells.axes_of(self.controls) for i in control.default)

    def cell(self, at):
        """``update``'s answer at one cell of the grid."""
        return cells.one_cell(self.update, self.describe, self.controls, at, self.steps,
                              self.moving, self.batched)

    def table(self):
        """``update``'s answers at every cell of the grid."""
        gather = cells.all_at_once if self.batched else cells.one_by_one
        return gather(self.update, self.describe, self.controls, self.steps, self.moving)


@dataclass(frozen=True)  # of a tuple IPython would store its own text
class Figure:
    """A live figure as a notebook shows it: widgets, and a picture for where no kernel runs."""

    box: object
    png: bytes
    said: str
    mode: str
    job: Job
    still: picture.Still

    @property
    def canvas(self):
        return self.still.canvas

    @property
    def picture(self):
        """The widget that paints."""
        return self.box.children[-1]

    def _repr_mimebundle_(self, **_):
        view = "application/vnd.jupyter.widget-view+json"
        data = {
            view: {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id},
            "image/png": b64encode(self.png).decode(),
            "text/plain": f"Live figure (run the cell to move it). {self.said}",
        }
        return data, {"image/png": {"alt": self.said, "width": round(self.canvas.width)}}


def figure(fig, update, /, *, describe=None, batched=False, mode="auto", moving=(), **named):
    """Make a matplotlib figure live.

    ``update(**values) → {artist: data}`` says what each moving artist shows at the given settings;
    data are arrays in the order the artist takes them (x, y), or wrapped as ``live.trail`` or
    ``live.frames``. ``named`` are the controls: live.slider, choice, point, steps.

    ``describe(**values)`` says in a sentence what is then seen. With ``batched`` update is called
    once, with arrays of the grid's shape, and returns data with the grid's axes last (for a single
    picture, such as the first, these axes are of length 1). ``mode`` is
    "table" (all computed in advance), "kernel" (asked for one by one) or "auto". ``moving`` names
    the live artists where update may fail at the start, as a student's function does.

    Raises InputError for controls, artists or data that cannot be shown, and for a forced table
    over the budget of 250 kB. An update that fails at some settings says so in the figure there.
    """
    if not isinstance(fig, StillFigure):
        raise InputError(f"live.figure was given {brief(fig)}; it needs the figure, then update.")
    try:
        check_given(fig, update, describe, mode)
        return made(Job(fig, update, describe, labelled(named), several(moving), batched), mode)
    finally:
        plt.close(fig)  # or the notebook would show the still figure as well


def check_given(fig, update, describe, mode):
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


def several(moving):
    """The live artists once each, out of one or of lists of them (ax.plot returns one)."""
    if not isinstance(moving, list | tuple) or isinstance(moving, BarContainer):
        return (moving,)
    return tuple(dict.fromkeys(artist for part in moving for artist in several(part)))


def made(job, mode):
    """Ask ``update``, draw once, pack, assemble: each step takes what the one before has made."""
    start, seconds = timed(job.cell, job.start)
    job = job._replace(moving=job.moving or tuple(start.answers))
    table, note = None, ""
    if mode == "table" or (mode == "auto" and feasible(job, start, seconds)):
        table, seconds = timed(job.table)
        job = job._replace(moving=job.moving or tuple(table.answers))
        note = slow(seconds, table, job.batched)
    check_moving(job, start)
    still = picture.drawn(job.fig, job.moving, job.controls, start.answers, job.steps, job.opening)
    job = job._replace(moving=tuple(still.places))
    packed = table and packing.pack(table, still.places)
    if packed and len(packed.data) > BUDGET:
        table, note = over_budget(len(packed.data), mode), ""
    if table is None:
        packed = packing.pack(start, still.places)
    kind = "table" if table else "kernel"
    box = widgets(job, still, packed, kind, note)
    return Figure(box, still.png, start.said.item(), kind, job, still)


def timed(function, *args):
    clock = time.thread_time()  # on the processor: what else the machine does is not our figure's
    return function(*args), time.thread_time() - clock


def feasible(job, start, seconds):
    """Whether a table is worth trying: not too many numbers, not too long a wait."""
    settings = math.prod(cells.grid_of(job.controls))
    numbers = sum(part.size for answer in start.answers.values() for part in answer.parts.values())
    return settings * numbers <= MANY and (job.batched or settings * seconds <= PATIENCE)


def slow(seconds, table, batched):
    """A table that takes over a second says so: the author can mend it."""
    if seconds < 1:
        return ""
    cure = "a coarser grid" if batched else "batched=True or a coarser grid"
    return f"{table.errors.size} settings were computed in {seconds:.0f} s; {cure} is faster."


def over_budget(size, mode):
    if mode == "table":
        raise InputError(
            f"The table of this figure takes {size / 1000:.0f} kB, over the budget of "
            f"{BUDGET / 1000:.0f} kB. Choose a coarser grid or fewer points, or mode='kernel'."
        )


def check_moving(job, start):
    """Refuse a figure without live artists, and any artist that cannot be live in it."""
    if not job.moving:
        raise InputError(
            f"{start.errors.item() or 'update returned no artist.'} live.figure must learn which "
            "artists move: let update work at the starting values, or name them "
            "(moving=[line, dots])."
        )
    for artist in job.moving:
        artists.kind_of(artist)
        check_home(artists.members(artist)[0], job.fig, artists.name_of(artist))
    for control in job.controls.values():
        if control.kind == "point":
            check_home(control.ax, job.fig, f"the axes of {control.label}")


def check_home(thing, fig, name):
    if thing.get_figure(root=True) is not fig:
        raise InputError(
            f"{name}: this is part of another figure than the one given; use this figure's axes."
        )


def widgets(job, still, packed, mode, note):
    points = still.points
    spec = {
        "mode": mode,
        "note": note,
        "size": [still.canvas.width, still.canvas.height],
        "unit": geometry.UNIT,
        "controls": [widget.control_spec(n, c, points.get(n)) for n, c in job.controls.items()],
        "artists": [widget.artist_spec(place) for place in still.places.values()],
        "seen": still.seen,
    }
    answer = None if mode == "table" else lambda at: packing.pack(
        job.cell(at), still.places, hurry=True)
    live = widget.LivePicture(
        widget.indices_of(job.controls), answer, spec=spec, meta=packed.meta, table=packed.data,
        pictures=list(still.below), above=[a for a in still.above if a])
    box = widget.assemble(live, job.controls)
    replace_old(box)
    return box


def labelled(named):
    """Give every control a name to show; refuse what is no control."""
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
    last = sorted(named.items(), key=lambda item: item[1].kind == "steps")  # time comes below
    return {name: control._replace(label=control.label or name) for name, control in last}


# ---- a cell that is run again closes its old figures

shown = {}  # {cell: (run, [boxes])}


def replace_old(box):
    """Close the figures that an earlier run of this notebook cell has made."""
    cell, run = running_cell()
    if cell is None:
        return
    last_run, boxes = shown.get(cell, (run, []))
    if last_run != run:
        for old in boxes:
            widget.close(old)
        boxes = []
    shown[cell] = run, [*boxes, box]


def running_cell():
    """(the notebook cell that is being run, which run of it), or (None, None) elsewhere."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    kernel = getattr(shell, "kernel", None)
    parent = kernel.get_parent("shell") if kernel else {}
    cell = parent.get("metadata", {}).get("cellId")
    return (cell, parent["header"]["msg_id"]) if cell else (None, None)
