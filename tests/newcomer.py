"""The examples of helpers/README.md, made: what a newcomer would have written."""

import ast
import re
from functools import cache
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from helpers import cards, live, optimisers, plots, surfaces, traces
from helpers.optimisers import base

README = Path(__file__).parents[1] / "helpers" / "README.md"
PLACES = {  # what is in scope where each example is to stand
    "A new surface": vars(surfaces),
    "A new method": vars(base),
    "A new live figure": vars(optimisers) | vars(traces)
    | {"live": live, "np": np, "plots": plots, "plt": plt, "surfaces": surfaces},
}  # fmt: skip
PLACES["A surface that can be turned"] = PLACES["A new live figure"]
PLACES["A guess card"] = PLACES["A new live figure"] | {"cards": cards}


def source(heading):
    """The first block of Python under a heading of the page."""
    page = README.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2]
    return re.search(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)[1]


@cache
def made(heading):
    """What the example makes: the value of its last line, or what that defines."""
    *before, end = ast.parse(source(heading)).body
    scope = dict(PLACES[heading])
    exec(compile(ast.Module(before, []), heading, "exec"), scope)
    if isinstance(end, ast.Expr):
        return eval(compile(ast.Expression(end.value), heading, "eval"), scope)
    exec(compile(ast.Module([end], []), heading, "exec"), scope)
    return scope[end.targets[0].id if isinstance(end, ast.Assign) else end.name]
