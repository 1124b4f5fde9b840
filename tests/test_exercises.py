"""Every exercise: its stub is "to do", its solution right, each typical mistake gets its hint."""

import inspect
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from helpers import checks

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
MISTAKES = sorted(Path(__file__).with_name("mistakes").glob("*.py"))
SOLUTIONS = sorted(NOTEBOOKS.glob("solutions/*.py"))
IN_CHECKS = sorted(n.removeprefix("exercise_") for n in vars(checks) if n.startswith("exercise_"))


def number(path):
    """The exercise that a file belongs to: 31_1_sign.py and 31_1.py to "31_1"."""
    return path.stem[:4]


def exercises_in(path):
    """(number, source of the stub, source of the check) of every exercise in a notebook."""
    stub = None
    for cell in nbformat.read(path, as_version=4).cells:
        tags = cell.metadata.get("tags", [])
        if "exercise" in tags:
            stub = cell.source
        if "check" in tags:
            yield re.search(r"exercise_(\d\d_\d)", cell.source)[1], stub, cell.source


IN_NOTEBOOKS = [parts for path in sorted(NOTEBOOKS.glob("*.ipynb")) for parts in exercises_in(path)]


def check_of(exercise):
    """The check of an exercise, and the name of the function that it asks for."""
    check = getattr(checks, f"exercise_{exercise}")
    return check, next(iter(inspect.signature(check).parameters))


def defined_in(path, exercise):
    """The function for `exercise` that a file defines."""
    names = {}
    exec(compile(path.read_text(encoding="utf-8"), path, "exec"), names)
    return names[check_of(exercise)[1]]


def verdict(path):
    exercise = number(path)
    return check_of(exercise)[0](defined_in(path, exercise))


def hint_of(path):
    """The phrase in the first line of a file in tests/mistakes."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    return first.removeprefix("# hint: ")


def test_checks_notebooks_and_solutions_name_the_same_exercises():
    assert sorted({exercise for exercise, _, _ in IN_NOTEBOOKS}) == IN_CHECKS
    assert [number(path) for path in SOLUTIONS] == IN_CHECKS


@pytest.mark.parametrize("exercise", IN_CHECKS)
def test_an_exercise_knows_at_least_three_mistakes(exercise):
    assert sum(number(path) == exercise for path in MISTAKES) >= 3


@pytest.mark.parametrize(("exercise", "stub", "check"), IN_NOTEBOOKS)
def test_stub_is_to_do(exercise, stub, check):
    names = {"checks": checks}
    exec(stub, names)
    assert eval(check, names).passed is None
    assert inspect.getdoc(names[check_of(exercise)[1]]), "the stub's docstring states the task"


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_solution_is_right(path):
    assert verdict(path).passed is True


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_mistake_is_refused_with_its_hint(path):
    passed, message = verdict(path)
    assert passed is False
    assert hint_of(path) in message


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_every_hint_has_a_mistake_that_calls_for_it(path):
    exercise = number(path)
    solution = defined_in(path, exercise)
    rules = check_of(exercise)[0].__wrapped__(lambda *given: np.asarray(solution(*given), float))
    given = [verdict(mistake).message for mistake in MISTAKES if number(mistake) == exercise]
    for _, hint in rules:
        assert any(message.startswith(hint[:25]) for message in given), hint
