"""Guess cards in a real JupyterLab: answered by mouse, key and finger; they drive their figure.

How a card reads numbers and words its replies is tried in a bare page, without JupyterLab.
"""

import base64
import inspect
import io
import re

import nbformat
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from helpers.cards.card import CardModel

from .lab import PATIENCE, SCRATCH, write_notebook
from .oracle import painted

pytestmark = pytest.mark.browser

GUESS, TRUTH = "#8e24aa", "#16212b"  # the colours of marks.js
TARGET = 44  # pixels that a finger needs


# ---- without JupyterLab: numbers read, numbers written, distances and curves in words


@pytest.fixture(scope="module")
def module(browser):
    """The card's functions: ``module("farOff(1, 2)")``."""
    names = "readNumber, written, farOff, course, replyTo, WANTING"
    page = browser.new_context().new_page()
    page.evaluate(
        """async (code) => {
            const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
            Object.assign(window, await import(url));
        }""",
        f"{CardModel._esm}\nexport {{ {names} }};",
    )
    yield page.evaluate
    page.context.close()


READ = {
    "51": 51, " 51 steps": 51, "51 Steps.": 51, "about 50": 50, "≈ 50": 50, "x = 50": 50, "~50": 50,
    "−1.6": -1.6, "-1.6": -1.6, "- 1.6": -1.6, "+3": 3, ".5": 0.5, "5.": 5, "0.05": 0.05,
    "0,05": 0.05, "1,5": 1.5, "0,125": 0.125, "12,5 %": 0.125, "1.234,5": 1234.5,
    "1,234.5": 1234.5, "12 000": 12000, "12\u202f000": 12000, "12’000": 12000, "1,234,567": 1234567,
    "1.234.567": 1234567, "1234,5": 1234.5, "3/4": 0.75, "1 3/4": 1.75, "-1 1/2": -1.5, "½": 0.5,
    "1½": 1.5, "10^-3": 1e-3, "10**-3": 1e-3, "10⁻³": 1e-3, "10^(-3)": 1e-3, "1e-3": 1e-3,
    "1E3": 1000, "2.5e-6": 2.5e-6, "2.5·10⁻⁶": 2.5e-6, "2.5 * 10^-6": 2.5e-6, "2.5 x 10^-6": 2.5e-6,
    "2,5×10^-6": 2.5e-6, "-2·10^3": -2000, "0.9^2": 0.81, "50%": 0.5, "50 percent": 0.5,
    "50 per cent": 0.5, "3‰": 0.003, "3 thousand": 3000, "2 million": 2e6, "a": None,
    "10^{-3}": 1e-3, "minus 5": -5, "4 per step": 4, "4 % per step": 0.04, "5°": 5,
}  # fmt: skip


@pytest.mark.parametrize("typed", READ)
def test_numbers_are_read_as_people_type_them(module, typed):
    found = module("text => readNumber(text, 'steps')", typed)
    if READ[typed] is None:
        assert "cannot be read as a number" in found["hint"]
    else:
        assert found == {"value": pytest.approx(READ[typed], rel=1e-14)}


def test_where_the_answer_is_a_percentage_the_sign_may_be_left_out(module):
    assert module("['12', '12 %', '12 percent'].map((t) => readNumber(t, '%').value)") == [12] * 3


@pytest.mark.parametrize("unit", ["million", "k", "thousand steps", "per cent"])
def test_the_answers_own_unit_changes_nothing(module, unit):
    assert module("unit => readNumber(`5 ${unit}`, unit).value", unit) == 5


@pytest.mark.parametrize(("typed", "answer", "within"), [
    ("2.01k", 2010, 0), ("0.0505", 0.05, 0.01), ("-1.01", -1, 0.01), ("1.1 * 3", 3.3, 0),
])  # fmt: skip
def test_the_last_bit_decides_nothing(module, typed, answer, within):
    spec = {"kind": "number", "answer": answer, "within": within, "unit": "", "text": ""}
    reply = module("([s, typed]) => replyTo(s, 'answered', { typed })", [spec, typed])
    assert reply["verdict"] == "right"


@pytest.mark.parametrize(("typed", "phrase"), [
    ("", "Type a number first"), ("  ", "Type a number first"),
    ("fifty", "“fifty” cannot be read as a number. Write it like 0.05, 3/4, 10^-3 or 12 %."),
    ("1,234", "may be 1.234 or 1234"), ("20-30", "is a range"), ("20 – 30", "is a range"),
    ("1/0", "is no finite number"), ("1e999", "is no finite number"), ("0/0", "cannot be read"),
    ("1,2,3", "cannot be read"), ("12 5", "cannot be read"), ("3 + 4", "cannot be read"),
    ("--3", "cannot be read"), ("1..2", "cannot be read"), ("5 < 6", "cannot be read"),
])  # fmt: skip
def test_what_cannot_be_read_gets_a_sentence(module, typed, phrase):
    assert phrase in module("text => readNumber(text)", typed)["hint"]


@pytest.mark.parametrize(("guess", "truth", "words"), [
    (30, 51, "too small by a factor of 1.7"), (102, 51, "too large by a factor of 2"),
    (50, 51, "too small by 1"), (0.5, 0.4, "too large by 0.1"), (1, 0, "too large by 1"),
    (0, 51, "too small by 51"), (1e-9, 1, "too small by a factor of 10⁹"),
    (-3, -1, "too far from 0 by a factor of 3"), (-1, -3, "too near 0 by a factor of 3"),
    (-1, -1.2, "too large by 0.2"), (2, -2, "it is negative, off by 4"),
    (-2, 2, "it is positive, off by 4"),
])  # fmt: skip
def test_how_far_off_a_number_is(module, guess, truth, words):
    assert module("([a, b]) => farOff(a, b)", [guess, truth]) == words


X = np.linspace(0, 1, 31)
CURVES = {
    "stays level": 0.5 + 0.02 * np.sin(9 * X), "rises": X, "falls": 1 - X**2,
    "falls, then rises": (X - 0.5) ** 2 * 4, "rises, then falls": 1 - (X - 0.3) ** 2,
    "goes up and down": 0.5 + 0.3 * np.sin(20 * X),
}  # fmt: skip


@pytest.mark.parametrize("words", CURVES)
def test_what_a_curve_does(module, words):
    points = np.stack([X, CURVES[words]], -1)
    assert module("course", points.tolist()) == words
    steps = points.repeat(3, axis=0) + np.tile([0, 0.01, -0.005], 31)[:, None] * [0, 1]
    assert module("course", steps.tolist()) == words, "a shaking hand is no matter"


def sketched(module, drawn, true=X, log=False):
    """The reply to a sketch of the heights ``drawn`` in 31 columns; the true ones are ``true``."""
    scale = {"ends": [1, 100], "log": log, "name": "y"}
    spec = {"kind": "sketch", "answer": np.stack([X, true], -1).tolist(), "text": "",
            "frame": {"x": {"ends": [0, 30], "name": "step"}, "y": scale}}  # fmt: skip
    guess = {"points": [[x, y] for x, y in zip(X.tolist(), drawn, strict=True) if y is not None]}
    wanting = module("([spec, guess]) => WANTING.sketch(spec, guess)", [spec, guess])
    return wanting or module("([spec, guess]) => replyTo(spec, 'answered', guess)", [spec, guess])


@pytest.mark.parametrize(("drawn", "verdict", "words"), [
    (X, "right", "Your curve rises, as the true one does."),
    (0.9 * X, "near", "as the true one does, but at its end yours is too low by"),
    (X**9, "off", "Your curve rises, as the true one does."),
    (1 - X, "off", "falls; the true one rises. At its end yours is too low by a factor of"),
    (0 * X + 0.5, "off", "Your curve stays level; the true one rises."),
])  # fmt: skip
@pytest.mark.parametrize("log", [True, False])
def test_a_sketch_is_compared_in_words(module, drawn, verdict, words, log):
    reply = sketched(module, drawn.tolist(), log=log)
    assert reply["verdict"] == verdict
    assert words in reply["guessed"]


def test_on_a_logarithmic_axis_a_sketch_is_off_by_a_factor(module):
    reply = sketched(module, (0.5 * X).tolist(), log=True)
    assert "yours is too low by a factor of 10." in reply["guessed"]


def test_a_true_curve_that_leaves_the_axes_is_compared_where_it_is_seen(module):
    reply = sketched(module, np.minimum(2 * X, 1).tolist(), true=2 * X)
    assert reply["verdict"] == "right"


def test_a_sketch_of_few_points_is_compared_all_along(module):
    """Two points set by keys are a straight line, and not the curve between them."""
    ends = [x if x in (0, 1) else None for x in X.tolist()]
    assert sketched(module, ends)["verdict"] == "right"
    assert sketched(module, ends, true=X**9)["verdict"] == "off"


def test_a_true_curve_of_few_points_is_compared_between_them(module):
    spec = {"kind": "sketch", "answer": [[0, 0], [1, 1]], "text": "", "frame": {"y": {}}}
    drawn = {"points": [[0.2, 0.2], [0.8, 0.8]]}
    reply = module("([spec, drawn]) => replyTo(spec, 'answered', drawn)", [spec, drawn])
    assert reply["verdict"] == "right"
    assert reply["guessed"] == "Your curve rises, as the true one does."


@pytest.mark.parametrize(("count", "phrase"), [
    (0, "Draw the curve into the figure first"), (1, "One point is no curve"),
    (10, "Your curve goes from step = 0 to 9: draw on, over half of the axis at least."),
])  # fmt: skip
def test_a_sketch_that_is_not_done_gets_a_sentence(module, count, phrase):
    drawn = [*X[:count].tolist(), *[None] * (31 - count)]
    assert phrase in sketched(module, drawn)


# ---- in JupyterLab: a figure whose dot goes to (r k, k) in 10 steps, and a card of each kind


def grows():
    """A dot that goes from (0, 0) to (r k, k) at step k, and beside it the curve 10^(r k / 10)."""
    import matplotlib.pyplot as plt
    import numpy as np

    from helpers import live

    fig = plt.figure(figsize=(8, 4))
    left = fig.add_axes((0, 0.1, 0.48, 0.8), xlim=(0, 20), ylim=(0, 10))
    right = fig.add_axes((0.55, 0.1, 0.42, 0.8), xlim=(0, 10), ylim=(1, 100), yscale="log")
    right.set_xlabel("step")
    (dot,) = left.plot([], [], "o", color="#d55e00", markersize=8)
    (curve,) = right.plot([], [], color="#d55e00")
    (diagonal,) = left.plot([0, 20], [0, 10], color="#bbbbbb")
    k = np.arange(11.0)

    def update(r):
        return {dot: live.frames(r * k[:, None], k[:, None]), curve: live.trail(10 ** (r * k / 10))}

    made = live.figure(fig, update, r=live.slider([0.5, 1, 1.5, 2], value=1),
                       step=live.steps(10, value=0))  # fmt: skip
    return made, left, right, diagonal


FIGURE = f"{inspect.getsource(grows)}\nmade, left, right, diagonal = grows()\nmade"
CARDS = {
    "choice": """cards.choice("Which way at r = 2?", {"up": None, "down": "Down is easier."},
        answer="up", because="It grows.", figure=made, at=dict(r=2))""",
    "number": """cards.number("How far at r = 2?", answer=20, unit="steps", because="2 · 10.",
        figure=made, at=dict(r=2))""",
    "place": """cards.place("Where at r = 2 after 5 steps?", answer=(10, 5), ax=left,
        because="2 · 5.", figure=made, at=dict(r=2, step=5))""",
    "path": """cards.place("Where on the line?", answer=10, on=diagonal, ax=left,
        because="2 · 5.", figure=made, at=dict(r=2, step=5))""",
    "sketch": """cards.sketch("How does it grow at r = 2?", ax=right,
        answer=10 ** (np.arange(11) / 5), because="Evenly.", figure=made, at=dict(r=2))""",
}
NAMES = list(CARDS)
CODE = ["import numpy as np\nfrom helpers import cards", FIGURE, *CARDS.values(), "1 + 1"]


class Card:
    """A card in the page."""

    def __init__(self, notebook, n, view=0):
        self.page = notebook.page
        self.box = notebook.page.locator(".guess-card").nth(n)
        self.hint, self.reply = self.box.locator(".guess-hint"), self.box.get_by_role("status")

    def button(self, name):
        return self.box.get_by_role("button", name=name, exact=True)

    def press(self, name):
        self.button(name).click()

    def says(self, words):
        expect(self.reply).to_contain_text(words)

    def is_asked(self):
        expect(self.box).to_have_attribute("data-state", "asked")
        expect(self.reply).to_be_empty()


class Stage:
    """The part of the figure that takes a guess."""

    def __init__(self, notebook):
        self.page = notebook.page
        self.area = notebook.page.locator(".live-area")
        self.bar = notebook.page.locator(".live-ask")
        self.hint = self.bar.locator(".live-ask-hint")
        self.marks = notebook.page.locator("canvas.live-marks")

    def at(self, x, y):
        """The pixel of the page at a part of the axes."""
        box = self.area.bounding_box()
        return box["x"] + x * box["width"], box["y"] + (1 - y) * box["height"]

    def click(self, x, y):
        self.page.mouse.click(*self.at(x, y))

    def draw(self, *points):
        self.page.mouse.move(*self.at(*points[0]))
        self.page.mouse.down()
        for point in points[1:]:
            self.page.mouse.move(*self.at(*point), steps=10)
        self.page.mouse.up()

    def check(self):
        self.bar.get_by_role("button", name="Check my guess").click()


@pytest.fixture(scope="module")
def opened(open_notebook):
    """A figure and its cards; in the end the console is free of errors."""
    notebook = open_notebook(write_notebook("cards", *CODE), size=(1280, 1000))
    notebook.run_all()
    expect(notebook.page.locator(".guess-card")).to_have_count(len(CARDS), timeout=1000 * PATIENCE)
    yield notebook
    assert notebook.errors == []


@pytest.fixture
def hall(opened):
    """The same, every card asked anew and the figure as at its start."""
    for asked in (Card(opened, n) for n in range(len(CARDS))):
        if asked.button("Show me").is_visible():
            asked.press("Show me")
        asked.press("Try again")
        asked.is_asked()
    return opened


@pytest.fixture
def figure(hall):
    figure = hall.figure()
    figure.reset()
    return figure


def card(notebook, name):
    return Card(notebook, NAMES.index(name))


CELL = {0.5: 0, 1: 1, 1.5: 2, 2: 3}  # of the table, by r


def test_a_choice_by_mouse(hall, figure):
    asked = card(hall, "choice")
    asked.box.get_by_text("down").click()
    asked.press("Check my guess")
    asked.says("Not quite. You guessed: Down. Down is easier.")
    asked.says("The answer: Up. It grows.")
    figure.shows(cell=CELL[2], step=10)
    expect(asked.box.locator(".guess-option").first).to_contain_text("✓ true")
    expect(asked.box.locator(".guess-option").last).to_contain_text("your guess")
    expect(figure.slider("r")).to_have_attribute("aria-valuetext", "2.0")


def test_try_again_asks_anew_and_takes_the_figure_back(hall, figure):
    asked = card(hall, "choice")
    asked.press("Show me")
    asked.says("The answer: Up. It grows.")
    figure.shows(cell=CELL[2], step=10)
    asked.press("Try again")
    asked.is_asked()
    figure.shows(cell=CELL[2], step=0)
    assert asked.box.get_by_role("radio", checked=True).count() == 0


def test_a_choice_by_keys(hall, figure):
    asked, keys = card(hall, "choice"), hall.page.keyboard
    asked.box.get_by_role("radio").first.focus()
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    asked.is_asked()
    keys.press("Tab")
    keys.press("Enter")
    asked.says("Right. You guessed: Up.")
    expect(asked.button("Try again")).to_be_focused()
    keys.press("Space")
    asked.is_asked()
    expect(asked.box.get_by_role("radio").first).to_be_focused()


@pytest.mark.parametrize("name", ["choice", "number", "place", "sketch"])
def test_without_a_guess_there_is_a_sentence(hall, figure, name):
    asked = card(hall, name)
    asked.press("Check my guess")
    expect(asked.hint).to_contain_text("first, or press “Show me”.")
    asked.is_asked()
    figure.shows(cell=CELL[1], step=0)


def test_a_number_typed_wrongly_is_not_lost(hall, figure):
    asked = card(hall, "number")
    field = asked.box.get_by_label("Your guess")
    field.fill("1,234")
    field.press("Enter")
    expect(asked.hint).to_contain_text("may be 1.234 or 1234")
    expect(field).to_have_value("1,234")
    expect(field).to_be_focused()
    field.fill("40/4 steps")
    expect(asked.hint).to_be_empty()
    field.press("Enter")
    asked.says("Not quite. You guessed 40/4 steps: too small by a factor of 2.")
    asked.says("The answer: 20 steps. 2 · 10.")
    expect(field).to_have_value("40/4 steps")
    figure.shows(cell=CELL[2], step=10)


@pytest.mark.parametrize(("typed", "words"),
                         [("20", "Right."), ("19", "Nearly."), ("1", "Not quite.")])
def test_a_number_is_right_nearly_right_or_not(hall, typed, words):
    asked = card(hall, "number")
    asked.box.get_by_label("Your guess").fill(typed)
    asked.press("Check my guess")
    asked.says(words)


# ---- a flag




def test_a_flag_by_mouse(hall, figure):
    asked, stage = card(hall, "place"), Stage(hall)
    asked.press("Put the flag")
    figure.shows(cell=CELL[2], step=0)
    stage.click(0.75, 0.5)
    expect(asked.box).to_contain_text("Your flag stands at (15, 5).")
    expect(stage.marks).to_have_attribute("data-points", "1")
    stage.check()
    verdict = "Not quite. Your flag stands at (15, 5): 5 too far right."
    asked.says(verdict)
    expect(figure.box.locator(".live-told")).to_contain_text(verdict)
    asked.says("The answer: (10, 5). 2 · 5.")
    figure.shows(cell=CELL[2], step=5)
    expect(stage.area).to_have_count(0)
    expect(stage.bar).to_have_count(0)
    expect(stage.marks).to_have_attribute("data-truth", "true")


def flag_of(hall, ink):
    """Where a flag's foot stands on the stage, as parts of its width and height."""
    picture = mark_pixels(hall)
    rows, columns = np.nonzero(painted(picture, ink))
    bottom = rows.max()
    return columns[rows > bottom - 4].mean() / picture.shape[1], (bottom - 3) / picture.shape[0]


def mark_pixels(hall):
    png = hall.page.locator("canvas.live-marks").evaluate("canvas => canvas.toDataURL()")
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(png.partition(",")[2])))).astype(int)


def test_the_flags_stand_where_they_were_put_and_where_the_truth_is(hall, figure):
    asked, stage = card(hall, "place"), Stage(hall)
    asked.press("Put the flag")
    stage.click(0.25, 0.8)
    expect(asked.box).to_contain_text("Your flag stands at (5, 8).")
    assert flag_of(hall, GUESS) == pytest.approx((0.48 * 0.25, 0.1 + 0.8 * 0.2), abs=0.012)
    stage.check()
    asked.says("Not quite.")
    assert flag_of(hall, TRUTH) == pytest.approx((0.48 * 0.5, 0.1 + 0.8 * 0.5), abs=0.012)


def test_a_flags_word_stays_over_its_own_axes(hall, figure):
    asked, stage = card(hall, "place"), Stage(hall)
    asked.press("Put the flag")
    stage.click(0.9, 0.5)
    expect(stage.marks).to_have_attribute("data-points", "1")
    picture = mark_pixels(hall)
    columns = np.nonzero(painted(picture, GUESS))[1] / picture.shape[1]
    assert columns.max() < 0.48 + 0.01, "it lies over what stands beside the axes"
    assert columns.min() < 0.48 * 0.9 - 0.03, "and it is there, on the other side of its pole"


def test_a_flag_is_dragged_and_stays_in_its_axes(hall, figure):
    asked, stage = card(hall, "place"), Stage(hall)
    asked.press("Put the flag")
    stage.draw((0.5, 0.5), (0.25, 0.25), (-0.2, 1.4))
    expect(asked.box).to_contain_text("Your flag stands at (0, 10).")


def test_a_click_beside_the_axes_puts_no_flag(hall, figure):
    asked, stage = card(hall, "place"), Stage(hall)
    asked.press("Put the flag")
    stage.click(1.5, 0.5)
    expect(stage.marks).to_have_attribute("data-points", "0")
    stage.check()
    expect(stage.hint).to_contain_text("Put the flag into the figure first")
    expect(asked.hint).to_contain_text("Put the flag into the figure first")
    stage.click(0.5, 0.5)
    stage.check()
    asked.says("Right. Your flag stands at (10, 5).")


def test_a_flag_by_keys(hall, figure):
    asked, stage, keys = card(hall, "place"), Stage(hall), hall.page.keyboard
    asked.button("Put the flag").focus()
    keys.press("Enter")
    expect(stage.area).to_be_focused()
    expect(stage.area).to_have_attribute("aria-valuetext", "x = 10, y = 5")
    for key in ("Shift+ArrowRight", "ArrowLeft", "Shift+ArrowDown"):
        keys.press(key)
    expect(stage.area).to_have_attribute("aria-valuetext", "x = 11.3, y = 4.17")
    keys.press("Enter")
    expect(stage.bar.get_by_role("button", name="Check my guess")).to_be_focused()
    keys.press("Enter")
    asked.says("Your flag stands at (11.3, 4.2): 1.3 too far right and 0.8 too low.")
    expect(figure.box.locator(".live-card")).to_be_focused()


def test_a_flag_on_a_graph_stays_on_it(hall, figure):
    asked, stage = card(hall, "path"), Stage(hall)
    asked.press("Put the flag")
    stage.click(0.75, 0.1)
    expect(asked.box).to_contain_text("Your flag stands at x = 15.")
    place = 0.48 * 0.75, 0.1 + 0.8 * 0.25
    assert flag_of(hall, GUESS) == pytest.approx(place, abs=0.012)
    stage.check()
    asked.says("Your flag stands at x = 15: 5 too far right.")
    asked.says("The answer: x = 10.")


def test_escape_puts_the_guess_aside(hall, figure):
    asked, stage = card(hall, "place"), Stage(hall)
    asked.press("Put the flag")
    stage.click(0.75, 0.5)
    hall.page.keyboard.press("Escape")
    expect(stage.area).to_have_count(0)
    expect(asked.box).to_contain_text("Your flag stands at (15, 5).")
    asked.press("Change it")
    expect(stage.area).to_be_visible()


def test_another_question_takes_over_and_nothing_is_lost(hall, figure):
    one, other, stage = card(hall, "place"), card(hall, "sketch"), Stage(hall)
    one.press("Put the flag")
    stage.click(0.5, 0.5)
    other.press("Draw the curve")
    expect(stage.bar).to_contain_text("How does it grow")
    expect(stage.area).to_have_count(1)
    one.press("Check my guess")
    one.says("Right. Your flag stands at (10, 5).")


def test_marks_hide_at_settings_that_they_do_not_speak_of(hall, figure):
    asked, stage = card(hall, "place"), Stage(hall)
    asked.press("Show me")
    expect(stage.marks).to_be_visible()
    figure.slider("step").press("ArrowLeft")
    expect(stage.marks).to_be_visible()
    figure.slider("r").press("ArrowLeft")
    expect(stage.marks).to_be_hidden()
    expect(figure.box.locator(".live-told")).to_be_hidden()
    figure.slider("r").press("ArrowRight")
    expect(stage.marks).to_be_visible()


# ---- a sketch


@pytest.mark.parametrize("way", ["left to right", "right to left"])
def test_a_sketch_by_mouse_whichever_way(hall, figure, way):
    asked, stage = card(hall, "sketch"), Stage(hall)
    asked.press("Draw the curve")
    figure.shows(cell=CELL[2], step=0)
    points = [(0.01, 0.02), (0.5, 0.5), (0.99, 0.98)]
    stage.draw(*(points if way == "left to right" else points[::-1]))
    expect(stage.marks).to_have_attribute("data-points", re.compile("5[89]|6[01]"))
    stage.check()
    asked.says("Right. Your curve rises, as the true one does.")
    figure.shows(cell=CELL[2], step=10)
    pixels = mark_pixels(hall)
    assert painted(pixels, GUESS).sum() > 200
    assert painted(pixels, TRUTH).sum() > 50


def test_a_sketch_off_the_axes_runs_along_their_edge(hall, figure):
    asked, stage = card(hall, "sketch"), Stage(hall)
    asked.press("Draw the curve")
    stage.draw((0.1, 0.5), (0.5, 1.5), (1.5, 1.5))
    stage.check()
    asked.says("Your curve rises, as the true one does")


def test_a_sketch_is_mended_where_it_is_drawn_again(hall, figure):
    asked, stage = card(hall, "sketch"), Stage(hall)
    asked.press("Draw the curve")
    stage.draw((0.01, 0.98), (0.99, 0.98))
    stage.draw((0.01, 0.01), (0.99, 0.98))
    stage.check()
    asked.says("Right.")


def test_one_point_is_no_curve_and_is_kept(hall, figure):
    asked, stage = card(hall, "sketch"), Stage(hall)
    asked.press("Draw the curve")
    stage.click(0.1, 0.5)
    stage.check()
    expect(stage.hint).to_contain_text("One point is no curve")
    expect(stage.marks).to_have_attribute("data-points", "1")
    stage.draw((0.1, 0.1), (0.3, 0.3))
    stage.check()
    expect(stage.hint).to_contain_text("draw on, over half of the axis")
    stage.bar.get_by_role("button", name="Rub out the sketch").click()
    expect(stage.marks).to_have_attribute("data-points", "0")


def test_a_sketch_by_keys(hall, figure):
    asked, stage, keys = card(hall, "sketch"), Stage(hall), hall.page.keyboard
    asked.button("Draw the curve").focus()
    keys.press("Space")
    expect(stage.area).to_be_focused()
    for key in 6 * ["Shift+ArrowLeft"] + 6 * ["Shift+ArrowDown"] + ["Enter"]:
        keys.press(key)
    for key in 12 * ["Shift+ArrowRight"] + 6 * ["Shift+ArrowUp"] + ["Enter"]:
        keys.press(key)
    expect(stage.marks).to_have_attribute("data-points", "2")
    keys.press("Tab")
    keys.press("Enter")
    asked.says("Your curve rises, as the true one does")


# ---- a finger


def touch(notebook, *points):
    """A finger goes along these pixels of the page."""
    session = notebook.page.context.new_cdp_session(notebook.page)
    kinds = ["touchStart", *["touchMove"] * (len(points) - 1), "touchEnd"]
    for kind, place in zip(kinds, [*points, None], strict=True):
        places = [] if place is None else [{"x": place[0], "y": place[1]}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
    session.detach()


def test_a_finger_draws_and_the_page_does_not_scroll(hall, figure):
    asked, stage = card(hall, "sketch"), Stage(hall)
    asked.press("Draw the curve")
    before = stage.area.bounding_box()
    touch(hall, *(stage.at(x, x) for x in np.linspace(0.01, 0.99, 12)))
    assert stage.area.bounding_box() == before
    stage.check()
    asked.says("Right. Your curve rises, as the true one does.")


def test_a_finger_puts_a_flag(hall, figure):
    asked, stage = card(hall, "place"), Stage(hall)
    asked.press("Put the flag")
    touch(hall, stage.at(0.5, 0.5))
    stage.check()
    asked.says("Right.")


def test_targets_are_large_enough_for_a_finger(hall, figure):
    card(hall, "sketch").press("Draw the curve")
    sizes = hall.page.evaluate("""() => [...document.querySelectorAll(
        '.guess-card button, .guess-option, .guess-number, .live-ask button')]
        .filter((node) => node.offsetParent)
        .map((node) => [node.textContent, node.offsetWidth, node.offsetHeight])""")
    assert len(sizes) > 8
    assert [size for size in sizes if min(size[1:]) < TARGET] == []


# ---- states that a card has to survive


def test_two_views_show_one_card(hall, figure):
    asked = card(hall, "number")
    hall.page.evaluate("""() => {
        const { content } = jupyterapp.shell.currentWidget;
        content.activeCellIndex = 3;
    }""")
    hall.command("notebook:create-output-view")
    both = hall.page.locator(".guess-card[data-kind=number]")
    expect(both).to_have_count(2)
    try:
        other = hall.page.locator(".jp-LinkedOutputView .guess-card")
        other.get_by_label("Your guess").fill("19")
        expect(asked.box.get_by_label("Your guess")).to_have_value("19")
        other.get_by_role("button", name="Check my guess").click()
        for n in range(2):
            expect(both.nth(n).get_by_role("status")).to_contain_text("Nearly. You guessed 19")
        figure.shows(cell=CELL[2], step=10)
    finally:
        hall.page.evaluate("jupyterapp.shell.currentWidget.close()")
    expect(both).to_have_count(1)
    asked.says("Nearly. You guessed 19")


def test_running_another_cell_leaves_the_guess(hall, figure):
    asked = card(hall, "number")
    asked.box.get_by_label("Your guess").fill("7")
    hall.run_cell(len(CODE) - 1)
    expect(asked.box.get_by_label("Your guess")).to_have_value("7")


def test_jupyterlab_steals_no_key(hall, figure):
    def cells():
        return hall.page.evaluate("""() => jupyterapp.shell.currentWidget.content.model.toJSON()
            .cells.map((cell) => [cell.cell_type, cell.source])""")

    before, asked = cells(), card(hall, "choice")
    for key in ("a", "b", "m", "x", "d", "d", "ArrowUp"):
        asked.button("Show me").press(key)
        asked.box.get_by_role("radio").first.press(key)
    assert cells() == before


def test_a_new_figure_is_not_driven_by_an_old_card(open_notebook):
    notebook = open_notebook(write_notebook("cards_rerun", *CODE[:4], CARDS["place"]))
    notebook.run_all()
    expect(notebook.page.locator(".guess-card")).to_have_count(3, timeout=1000 * PATIENCE)
    notebook.run_cell(1)
    notebook.figure().shows(step=0)
    number, place = Card(notebook, 1), Card(notebook, 2)
    number.box.get_by_label("Your guess").fill("20")
    number.press("Check my guess")
    number.says("Right. You guessed 20.")
    expect(number.hint).to_contain_text("Run this card’s cell again")
    place.press("Put the flag")
    expect(place.hint).to_contain_text("Run this card’s cell again")
    place.press("Show me")
    place.says("The answer: (10, 5).")
    notebook.run_cell(3)
    expect(notebook.page.locator(".guess-card")).to_have_count(3)
    number.is_asked()
    number.press("Show me")
    notebook.figure().shows(cell=CELL[2], step=10)
    assert notebook.errors == []


@pytest.mark.parametrize("end", ["restart", "shutdown"])
def test_cards_outlive_their_kernel(open_notebook, end):
    notebook = open_notebook(write_notebook(f"cards_{end}", *CODE))
    notebook.run_all()
    expect(notebook.page.locator(".guess-card")).to_have_count(len(CARDS), timeout=1000 * PATIENCE)
    figure, stage = notebook.figure(), Stage(notebook)
    card(notebook, "number").box.get_by_label("Your guess").fill("19")
    notebook.page.evaluate(f"""async () => {{
        const {{ sessionContext }} = jupyterapp.shell.currentWidget;
        await sessionContext.{'restartKernel' if end == 'restart' else 'shutdown'}();
    }}""")
    card(notebook, "number").press("Check my guess")
    card(notebook, "number").says("Nearly. You guessed 19")
    figure.shows(cell=CELL[2], step=10)
    asked = card(notebook, "place")
    asked.press("Put the flag")
    figure.shows(cell=CELL[2], step=0)
    stage.click(0.5, 0.5)
    stage.check()
    asked.says("Right.")
    figure.shows(cell=CELL[2], step=5)
    assert not [error for error in notebook.errors if error.startswith("uncaught")]


def test_a_saved_notebook_shows_question_and_folded_answer(hall, open_notebook):
    hall.command("docmanager:save")
    stored = nbformat.read(hall.path, as_version=4)
    kinds = [set(output.data) for cell in stored.cells[2:-1] for output in cell.outputs]
    assert kinds == [{"text/html", "text/plain"}] * len(CARDS)
    path = SCRATCH / "cards_saved.ipynb"
    nbformat.write(stored, path)
    reopened = open_notebook(path)
    folded = reopened.page.locator(".jp-RenderedHTML details")
    expect(folded).to_have_count(len(CARDS))
    expect(folded.first.get_by_text("It grows.")).to_be_hidden()
    folded.first.get_by_text("The answer").click()
    expect(folded.first.get_by_text("It grows.")).to_be_visible()
    assert reopened.page.locator(".guess-card").count() == 0


# ---- for every reader


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_to_complain_of(hall, figure, theme):
    hall.command("apputils:change-theme", theme=theme)
    expect(hall.page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
    card(hall, "choice").box.get_by_text("down").click()
    card(hall, "choice").press("Check my guess")
    card(hall, "number").press("Check my guess")
    card(hall, "place").press("Show me")
    card(hall, "sketch").press("Draw the curve")
    # the page's body has no height, so that axe would take all that stands in it for hidden
    hall.page.evaluate("document.body.style.overflow = 'visible'")
    found = []
    for part in (".guess-card", ".live-card"):
        for node in hall.page.locator(part).all():
            node.scroll_into_view_if_needed()
            node.evaluate("node => { node.id = 'examined' }")
            found += Axe().run(hall.page, context="#examined").response["violations"]
            node.evaluate("node => node.removeAttribute('id')")
    assert [(rule["id"], at["html"]) for rule in found for at in rule["nodes"]] == []
    hall.command("apputils:change-theme", theme="JupyterLab Light")


def test_a_question_is_the_name_of_its_answers(hall):
    group = card(hall, "choice").box.get_by_role("group", name="Which way at r = 2?")
    expect(group.get_by_role("radio")).to_have_count(2)
    expect(card(hall, "number").box.get_by_role("textbox", name="Your guess")).to_be_visible()


@pytest.mark.parametrize("width", [360, 853])
def test_nothing_sticks_out_of_a_narrow_window(hall, figure, width):
    card(hall, "choice").press("Show me")
    hall.page.set_viewport_size({"width": width, "height": 800})
    over = hall.page.evaluate("""() => [...document.querySelectorAll('.guess-card *')]
        .filter((node) => {
        const right = node.closest('.guess-card').getBoundingClientRect().right;
        return node.offsetParent && node.getBoundingClientRect().right > right + 1;
    }).map((node) => node.outerHTML)""")
    hall.page.set_viewport_size({"width": 1280, "height": 1000})
    assert over == []
