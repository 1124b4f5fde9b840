"""``live.figure``: the author's one call, and what a notebook shows and stores of it."""

import math
import sys
import time
from base64 import b64encode
from dataclasses import dataclass
from typing import NamedTuple

import matplotlib.pyplot as plt
from matplotlib.container import BarContainer

from helpers.errors import InputError

from . import cells, checks, controls, geometry, packing, picture, sentences, widget

BUDGET = 250_000  # bytes of compressed table that a page can bear for each figure
MANY = 10_000_000  # numbers beyond which no table is tried: it takes 50 bytes of memory for each
PATIENCE = 10.0  # seconds a table may take; a slower one is left to kernel mode


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
    def settings(self):
        """How many there are."""
        return math.prod(cells.grid_of(self.controls))

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
            "text/plain": f"Live figure (run this cell to move it). {self.said}",
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
    checks.whole(fig)
    try:
        checks.given(fig, update, describe, mode)
        settings = checks.labelled(named, batched)
        job = Job(fig, cells.watched(update, fig), describe, settings, several(moving), batched)
        return made(job, mode)
    finally:
        plt.close(fig)  # or the notebook would show the still figure as well


def several(moving):
    """The live artists once each, out of one or of lists of them (ax.plot returns one)."""
    if not isinstance(moving, list | tuple) or isinstance(moving, BarContainer):
        return (moving,)
    return tuple(dict.fromkeys(artist for part in moving for artist in several(part)))


def made(job, mode):
    """Ask ``update``, draw once, pack, assemble: each step takes what the one before has made."""
    jobs = on_grids(job)
    job = jobs[-1]
    start, seconds = opened(job)
    job, table = job._replace(moving=job.moving or tuple(start.answers)), None
    if mode == "table" or (mode == "auto" and feasible(job, start, seconds)):
        table, seconds = timed(job.table)
        check_pure(job, start)
    job = job._replace(moving=job.moving or tuple(table.answers if table else ()))
    checks.moving(job, start)
    still = picture.drawn(job.fig, job.moving, job.controls, start.answers, job.steps, job.opening)
    jobs = [one._replace(moving=tuple(still.places)) for one in jobs]
    packed = table and packing.pack(table, still.places, budget=BUDGET)
    if packed and len(packed.data) > BUDGET:
        packed = over_budget(len(packed.data), mode)
    if packed:
        job, packed, note = finer(jobs, start, still.places, packed, seconds)
        return assembled(job, start, still, packed, "table", note)
    return assembled(jobs[0], start, still, packing.pack(start, still.places), "kernel")


def on_grids(job):
    """The job on each of the grids from which its points may choose, finest first."""
    levels = max((len(getattr(c, "grids", ())) for c in job.controls.values()), default=0)
    return [job._replace(controls={name: controls.at_level(c, level)
                                   for name, c in job.controls.items()})
            for level in range(max(1, levels))]


def finer(jobs, start, places, packed, seconds):
    """The finest grid whose table is small and quick: (job, its table, a note for the author).

    ``packed`` and ``seconds`` are those of the coarsest, from which the others are foretold.
    """
    size, settings = len(packed.data), jobs[-1].settings
    for job in jobs[:-1]:
        more = job.settings / settings
        quick = more * seconds < 1 and feasible(job, start, seconds / settings)
        if quick and more * size <= BUDGET:
            table = packing.pack(job.table(), places, budget=BUDGET)
            if len(table.data) <= BUDGET:
                return job, table, ""
    return jobs[-1], packed, slow(seconds, jobs[-1])


def opened(job):
    """(the answer at the start, the seconds that a setting takes once everything is warm)."""
    start = job.cell(job.start)
    return start, timed(check_pure, job, start)[1]


def check_pure(job, start):
    """Ask for the start again: refuse an update that answers otherwise than before."""
    cells.check_same(start, job.cell(job.start), cells.texts_at(job.controls, job.start))


def timed(function, *args):
    clock = time.thread_time()  # on the processor: what else the machine does is not our figure's
    return function(*args), time.thread_time() - clock


def feasible(job, start, seconds):
    """Whether a table is worth trying: not too many numbers, not too long a wait."""
    numbers = sum(part.size for answer in start.answers.values() for part in answer.parts.values())
    return job.settings * numbers <= MANY and (job.batched or job.settings * seconds <= PATIENCE)


def slow(seconds, job):
    """A table that takes over a second says so: the author can mend it."""
    if seconds < 1:
        return ""
    cure = "a coarser grid" if job.batched else "batched=True or a coarser grid"
    return f"{job.settings} settings were computed in {seconds:.0f} s; {cure} is faster."


def over_budget(size, mode):
    if mode == "table":
        raise InputError(
            f"The table of this figure takes {size / 1000:.0f} kB, over the budget of "
            f"{BUDGET / 1000:.0f} kB. Choose a coarser grid, fewer "
            "points or colours (an image's cmap), or mode='kernel'."
        )


def assembled(job, start, still, packed, mode, note=""):
    """The figure: its widgets, its stored picture, and what it says as it opens."""
    box = widgets(job, still, packed, mode, note)
    said = sentences.told(start.said.tolist(), job.controls, job.start, job.steps, job.opening)
    return Figure(box, still.png, said, mode, job, still)


def widgets(job, still, packed, mode, note):
    lines = {name: picture.pixel_lines(job.controls[name], ground, still.canvas)
             for name, ground in still.grounds.items()}
    spec = {
        "mode": mode,
        "note": note,
        "size": [still.canvas.width, still.canvas.height],
        "unit": geometry.UNIT,
        "controls": [widget.control_spec(n, c, lines.get(n)) for n, c in job.controls.items()],
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
