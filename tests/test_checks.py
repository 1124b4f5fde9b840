"""The machinery of the checks: whatever a reader writes, the answer is one clear sentence."""

import sys
import warnings

import numpy as np
import pytest

from helpers import checks
from helpers.checks import Verdict


@checks.exercise("twice is right.")
def double(twice):
    """``twice(x)``: an exercise of no difficulty."""
    x = np.array([1.0, 2.0])
    yield checks.agrees(twice(x), 2 * x), "Add x to itself."


def forget_return(x):
    _ = 2 * x


def print_only(x):
    print(2 * x)


def loop_over_coordinates(x):
    return [x[i] + x[i + 1] for i in range(len(x))]


def change_in_place(x):
    x *= 2
    return x


def never_end(x):
    while True:
        x = x + 0


def never_end_and_hide_it(x):
    while True:
        try:
            x = x + 0
        except Exception:
            pass


def never_end_on_one_line(x):
    while True: pass  # noqa: E701


def call_itself(x):
    return call_itself(x)


def leave(x):
    sys.exit("bye")


def misspell(x):
    return 2 * y  # noqa: F821


def take_nothing():
    return 2


def want_more(x, y):
    return x + y


def still_dots(x):
    twice = ...
    return twice


def yield_for_ever(x):
    while True:
        yield x


def test_what_is_yielded_counts_as_a_list():
    def descend(f, x0, rate, steps):
        x = x0
        for _ in range(steps + 1):
            yield x
            x = x - rate * f.grad(x)

    assert checks.exercise_31_2(descend).passed


def test_emphasis_is_shown_not_spelt():
    verdict = Verdict(False, "go *against* the slope, not 2 * x * y")
    assert "<em>against</em>" in verdict._repr_html_() and "2 * x * y" in verdict._repr_html_()
    assert repr(verdict) == "Not yet: go against the slope, not 2 * x * y"


def test_stars_within_code_multiply():
    verdict = Verdict(False, "*stop* at `x+rate*slope*2`, *here*")
    assert repr(verdict) == "Not yet: stop at `x+rate*slope*2`, here"
    assert "<em>stop</em> at <code>x+rate*slope*2</code>, <em>here</em>" in verdict._repr_html_()


HOSTILE = {
    forget_return: "is the `return` missing?",
    print_only: "write `return` instead of `print`",
    loop_over_coordinates: "IndexError: index 2 is out of bounds",
    change_in_place: "changes the array it was given",
    never_end: "takes too long, or never comes to an end",
    never_end_and_hide_it: "takes too long, or never comes to an end",
    never_end_on_one_line: "takes too long, or never comes to an end",
    call_itself: "RecursionError",
    leave: "SystemExit: bye",
    misspell: "NameError: name 'y' is not defined (in the line `return 2 * y  # noqa: F821`)",
    take_nothing: "takes 0 positional arguments but 1 was given",
    want_more: "missing 1 required positional argument: 'y'",
    still_dots: "still returns the dots",
    yield_for_ever: "takes too long, or never comes to an end",
    (lambda x: "two"): "of type str, which cannot be read as numbers",
    (lambda x: {"x": 2}): "of type dict, which cannot be read as numbers",
    (lambda x: [[1], [2, 3]]): "of type list, which cannot be read as numbers",
    (lambda x: 2j * x): "of type complex128, which cannot be read as numbers",
    (lambda x: np.nan * x): "nan or infinity",
    (lambda x: x / 0): "nan or infinity",
    (lambda x: 3 * x): "Add x to itself.",
    17.0: "Hand over the function itself, `twice`",
    "twice": "Hand over the function itself, `twice`",
}


@pytest.mark.parametrize(("answer", "phrase"), HOSTILE.items())
def test_whatever_goes_wrong_is_one_sentence(answer, phrase, capfd):
    passed, message = double(answer)
    assert passed is False
    assert phrase in message
    assert "\n" not in message
    assert "0x" not in message
    assert capfd.readouterr() == ("", "")


def test_an_endless_message_is_cut():
    def complain(x):
        raise ValueError("word " * 1000)

    assert len(double(complain).message) < 400


def stub(x):
    """Twice x."""
    ...


def stub_with_pass(x):
    pass


def stub_with_return(x):
    return ...


@pytest.mark.parametrize(
    "answer", [stub, stub_with_pass, stub_with_return, lambda x: ..., ..., None]
)
def test_an_unwritten_answer_is_to_do(answer):
    passed, message = double(answer)
    assert passed is None
    assert "`twice`" in message


@pytest.mark.parametrize(
    "answer",
    [
        lambda x: 2 * x,
        lambda x: [2.0, 4],
        lambda x: (np.float32(2), 4),
        lambda x: np.array([2, 4]),
        lambda x, offset=0: x + x + offset,
        lambda *given: 2 * given[0],
        lambda x: np.add(x, x, dtype=np.longdouble),
    ],
)
def test_every_spelling_of_the_right_answer_passes(answer):
    assert double(answer) == Verdict(True, "twice is right.")


def test_prints_and_warnings_of_a_right_answer_do_not_show(capfd):
    def twice(x):
        print("here")
        warnings.warn("careful", stacklevel=1)
        return 2 * x

    assert double(twice).passed
    assert capfd.readouterr() == ("", "")


def test_a_trace_function_is_left_as_it_was():
    double(lambda x: 2 * x)
    assert sys.gettrace() is None
    double(never_end)
    assert sys.gettrace() is None


def test_a_debugger_at_work_stays_at_work():
    seen = []

    def debugger(frame, event, argument):
        seen.append(frame.f_code.co_name)

    def twice(x):
        return 2 * x

    sys.settrace(debugger)
    try:
        double(twice)
        assert sys.gettrace() is debugger
    finally:
        sys.settrace(None)
    assert "twice" in seen


def test_an_honest_long_loop_is_not_stopped():
    def slowly(x):
        total = 0 * x
        for _ in range(10_000):
            total = total + x / 5_000
        return total

    assert double(slowly).passed


@pytest.mark.parametrize(("passed", "word"), [(None, "To do"), (True, "Right"), (False, "Not yet")])
def test_a_verdict_is_words_before_it_is_colour(passed, word):
    verdict = Verdict(passed, "use `rate`, as 1 < 2.")
    assert repr(verdict) == f"{word}: use `rate`, as 1 < 2."
    assert word in verdict._repr_html_()
    assert "use <code>rate</code>, as 1 &lt; 2." in verdict._repr_html_()


def test_what_a_reader_wrote_cannot_become_markup():
    def twice(x):
        raise ValueError("<script>alert(1)</script>")

    assert "<script>" not in double(twice)._repr_html_()


# The exercises of notebook 31, spelled otherwise ------------------------------------------------


@pytest.mark.parametrize(
    "factor",
    [
        lambda rate: np.array([1 - 2 * rate]),
        lambda rate: (1 - rate) ** 2 - rate**2,
        lambda rate: (3.0 - rate * 2 * 3.0) / 3.0,
    ],
)
def test_31_1_accepts(factor):
    assert checks.exercise_31_1(factor).passed


def as_array(f, x0, rate, steps):
    x = np.empty((steps + 1, *np.shape(x0)))
    x[0] = x0
    for k in range(steps):
        x[k + 1] = x[k] - rate * f.grad(x[k])
    return x


def as_tuples(f, x0, rate, steps):
    x = tuple(x0)
    positions = [x]
    while len(positions) <= steps:
        x = tuple(a - rate * b for a, b in zip(x, f.grad(np.array(x)), strict=True))
        positions.append(x)
    return tuple(positions)


def with_copies(f, x0, rate, steps):
    x = x0.copy()
    positions = [x.copy()]
    for _ in range(steps):
        x -= rate * f.grad(x)
        positions.append(x.copy())
    return positions


@pytest.mark.parametrize("descend", [as_array, as_tuples, with_copies])
def test_31_2_accepts(descend):
    assert checks.exercise_31_2(descend).passed


def from_the_last_three(x, rate):
    a, b, c = x[-3:]
    return 2 * rate * (b - a) / (2 * b - a - c)


def by_least_squares(x, rate):
    step = np.diff(x)
    return 2 * rate / (1 - step[1:] @ step[:-1] / (step[:-1] @ step[:-1]))


def by_a_fitted_line(x, rate):
    slope, _ = np.polyfit(x[:-1], -np.diff(x) / rate, 1)
    return 2 / slope


@pytest.mark.parametrize("largest_rate", [from_the_last_three, by_least_squares, by_a_fitted_line])
def test_31_3_accepts(largest_rate):
    assert checks.exercise_31_3(largest_rate).passed


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (checks.exercise_31_1, lambda rate: [1, 2, 3]),
        (checks.exercise_31_2, lambda f, x0, rate, steps: 3.0),
        (checks.exercise_31_2, lambda f, x0, rate, steps: []),
        (checks.exercise_31_2, lambda f, x0, rate, steps: [[x0]] * 7),
        (checks.exercise_31_3, lambda x, rate: x),
    ],
)
def test_a_wrong_shape_is_said(check, answer):
    passed, message = check(answer)
    assert passed is False
    assert "shape" in message
