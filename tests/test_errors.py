"""A reader sees a sentence, never a traceback."""

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from helpers.errors import InputError
from helpers.inputs import brief, numbers


@pytest.fixture
def shell():
    return InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))


def test_ipython_shows_the_sentence_alone(shell, capsys):
    sentence = "rate was given −1; it needs a positive number."
    shell.run_cell("from helpers.errors import InputError")
    result = shell.run_cell(f"def f(): raise InputError({sentence!r})\nf()")
    out, err = capsys.readouterr()
    assert isinstance(result.error_in_exec, InputError)
    assert (out.strip(), err) == (sentence, "")


def test_ipython_still_shows_tracebacks_of_other_errors(shell, capsys):
    shell.run_cell("1 / 0")
    assert "Traceback" in capsys.readouterr().out


def test_it_is_a_value_error():
    with pytest.raises(ValueError, match="^a sentence$"):
        raise InputError("a sentence")


@pytest.mark.parametrize("value", [None, "2.0", ["1"], True, [1, [2, 3]], {}, object(), 1j])
def test_numbers_refuses_what_holds_none(value):
    with pytest.raises(InputError, match=r"^rate is .*, such as rate = 0\.1\.$"):
        numbers(value, "rate", "rate = 0.1")


def test_numbers_makes_a_fresh_array_of_floats():
    given = numbers([1.0, 2.0], "x0", "2.0")
    copy = numbers(given, "x0", "2.0")
    copy[0] = 5
    assert given.tolist() == [1.0, 2.0]
    assert numbers(3, "x0", "2.0").dtype == float


def test_brief_cuts_long_values():
    assert brief([1, 2]) == "[1, 2]"
    assert len(brief(list(range(1000)))) <= 60
    assert "\n" not in brief(numbers([[1, 2], [3, 4]], "A", ""))
