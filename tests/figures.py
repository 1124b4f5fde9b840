"""Every live figure of every notebook, made in this process by running the notebook's cells."""

import contextlib
import functools
import io
import itertools
import os
from pathlib import Path
from typing import NamedTuple

import matplotlib.pyplot as plt
import nbformat
import numpy as np

from helpers import live
from helpers.live.cells import grid_of, values_at

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


RANDOM = 12


class Sampled(NamedTuple):
    """A live figure, and ``update``'s answers at some settings, asked for when it was made.

    A later cell may use the names ``fig`` and ``line`` for a figure of its own.
    """

    figure: live.Figure
    cells: dict  # {cell of the grid: Cells}


def settings(figure):
    """The corners of a figure's grid, and some cells in between."""
    grid, rng = grid_of(figure.job.controls), np.random.default_rng(0)
    corners = set(itertools.product(*({0, n - 1} for n in grid)))
    return sorted(corners | {tuple(map(int, rng.integers(grid))) for _ in range(RANDOM)})


def describe_all(job, places):
    """Raise what goes wrong in ``describe``: a reader is shown a sentence in its place."""
    with np.errstate(all="ignore"):
        for at in places if job.describe else ():
            job.describe(**values_at(job.controls, at))


@functools.cache
def live_figures(path):
    """The live figures of one notebook, in order. Its cells run in its own folder."""
    made = []

    def figure(*args, **kwargs):
        one = live.make.figure(*args, **kwargs)
        made.append(Sampled(one, {at: one.job.cell(at) for at in settings(one)}))
        describe_all(one.job, settings(one))
        return one

    before, live.figure = live.figure, figure
    try:
        run_cells(nbformat.read(path, as_version=4), path)
    finally:
        live.figure = before
    return tuple(made)


def run_cells(notebook, path, reached=lambda index: None):
    """Run a notebook's code in its own folder; ``reached`` hears of each cell before it runs."""
    place = os.getcwd()
    try:
        os.chdir(path.parent)
        with contextlib.redirect_stdout(io.StringIO()):
            names = {"__name__": "__main__"}
            for index, cell in enumerate(notebook.cells):
                if cell.cell_type == "code":
                    reached(index)
                    code = "\n".join(x for x in cell.source.splitlines() if x[:1] != "%")
                    exec(compile(code, f"{path.name}, cell {index + 1}", "exec"), names)
    finally:
        os.chdir(place)
        plt.close("all")
