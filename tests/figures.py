"""Every live figure of every notebook, made in this process by running the notebook's cells."""

import contextlib
import functools
import io
import os
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat

from helpers import live

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@functools.cache
def live_figures(path):
    """The live figures of one notebook, in order. Its cells run in its own folder."""
    made = []

    def figure(*args, **kwargs):
        made.append(live.make.figure(*args, **kwargs))
        return made[-1]

    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    code = ["\n".join(line for line in c.source.splitlines() if line[:1] != "%") for c in cells]
    before, live.figure, place = live.figure, figure, os.getcwd()
    try:
        os.chdir(path.parent)
        with contextlib.redirect_stdout(io.StringIO()):
            names = {"__name__": "__main__"}
            for number, source in enumerate(code):
                exec(compile(source, f"{path.name}, code cell {number}", "exec"), names)
    finally:
        live.figure = before
        os.chdir(place)
        plt.close("all")
    return tuple(made)
