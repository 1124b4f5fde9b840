"""Guess cards: those of the notebooks first, then the rules for them, then the kinds themselves.

A card's answer is computed; here it is computed once more, looked for in the sentence that the
figure says at the card's setting, and in all that stands before the card, where it must not be.
"""

import html
import re
from typing import NamedTuple

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from bs4 import BeautifulSoup
from figures import NOTEBOOKS, run_cells
from live_zoo import zoo_axes
from newcomer import made

from helpers import cards, live, plots, surfaces
from helpers.cards.card import CardModel
from helpers.cards.frame import frame_of
from helpers.errors import InputError
from helpers.live import settings
from helpers.live.answers import moment
from helpers.live.widget import close
from helpers.words import number
from helpers.workshop.stored import VIEW, drop_views

KINDS = ("choice", "number", "place", "sketch")
TELLING_DIGITS = 3  # a number of so many digits gives an answer away wherever it stands


class Seen(NamedTuple):
    """A card of a notebook, the index of its cell, and what the figure says and shows there.

    A later cell may use the names ``fig`` and ``line`` for a figure of its own, so the figure is
    asked when the card is made.
    """

    cell: int
    card: cards.Card
    said: str
    lines: list


def seen_at(cell, card):
    if card.figure is None:
        return Seen(cell, card, "", [])
    return Seen(cell, card, settings.said(card.figure, **card.at), list(lines_of(card)))


def lines_of(card):
    """The data (x, y) of the figure's live lines at the card's setting."""
    job, at = card.figure.job, card.at
    for answer in job.cell(settings.cell(job.controls, **at)).answers.values():
        parts = moment(answer, job.steps, settings.step(job.controls, **at))
        if "y" in parts:
            yield np.stack(np.broadcast_arrays(parts["x"], parts["y"]), -1)


def cards_in(notebook, path):
    """The cards of a notebook, in order; its cells are run in this process."""
    made, at = [], [0]
    own = {kind: getattr(cards, kind) for kind in KINDS}

    def noted(kind):
        def make(*args, **named):
            made.append(seen_at(at[0], own[kind](*args, **named)))
            return made[-1].card

        return make

    try:
        for kind in KINDS:
            setattr(cards, kind, noted(kind))
        run_cells(notebook, path, lambda index: at.__setitem__(0, index))
    finally:
        for kind, function in own.items():
            setattr(cards, kind, function)
    return made


# ---- the rules: each yields a sentence for every card that breaks it


def complaints(path):
    """All that is wrong with the cards of the notebook at ``path``."""
    notebook = nbformat.read(path, as_version=4)
    if not any("cards." in cell.source for cell in notebook.cells if cell.cell_type == "code"):
        return []
    seen, again = cards_in(notebook, path), cards_in(notebook, path)
    found = [] if len(seen) == len(again) else ["another number of cards in a second run"]
    for one, other in zip(seen, again, strict=False):
        wrong = [*recomputed(one.card, other.card), *said_by_the_figure(one),
                 *undecided(one.card), *given_away(one, notebook)]  # fmt: skip
        found += [f"{path.name}: “{one.card.question}”: {sentence}" for sentence in wrong]
    return found


def recomputed(one, other):
    if not np.array_equal(one.answer, other.answer) or one.html != other.html:
        yield f"the answer is {one.text} in one run and {other.text} in the next"


def said_by_the_figure(seen):
    """The figure says the answer at the card's setting, or its own line is the curve."""
    card = seen.card
    for token in card.telling if card.figure else ():
        if not holds(seen.said, token):
            yield f"the figure does not say {token} there: “{seen.said}”"
    if card.kind == "sketch" and not any(same_curve(card, line) for line in seen.lines):
        yield "no line of the figure is the card's curve there"


def same_curve(card, data):
    return data.shape == card.answer.shape and np.allclose(data, card.answer, rtol=1e-12)


def undecided(card):
    """As it opens, the figure neither shows nor says the answer."""
    if card.figure is None:
        return
    if any(card.telling) and all(holds(card.figure.said, token) for token in card.telling):
        yield f"the figure opens with it: “{card.figure.said}”"
    start, at, before = card.figure.picture, card.model.setting, card.model.before
    if all(getattr(start, trait) == i for trait, i in at.items()):
        yield "the figure opens at its setting"
    if at == before and card.kind in ("place", "sketch"):
        yield "it asks where the figure shows the answer"


def given_away(seen, notebook):
    """Nothing before the card tells its answer."""
    if not seen.card.telling:
        return
    for passage in passages(notebook.cells[: seen.cell]):
        if tells(passage, seen.card):
            yield f"given away before: “{' '.join(passage.split())[:80]}”"


def passages(cells):
    """Paragraphs of prose, lines of code and of outputs: what one reads in one go."""
    for cell in cells:
        yield from re.split(r"\n\s*\n" if cell.cell_type == "markdown" else r"\n", cell.source)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            yield from (output.get("text", "") + data.get("text/plain", "")).split("\n")
            yield from re.split(r"<[^>]+>", html.unescape(data.get("text/html", "")))


def tells(passage, card):
    """Whether it holds the answer: a rare number alone, else the answer and the card's setting."""
    if not all(holds(passage, token) for token in card.telling):
        return False
    rare = any(len(re.sub(r"\D|^[−0.]+", "", token)) >= TELLING_DIGITS for token in card.telling)
    named = [number(v) if isinstance(v, int | float | np.number) else str(v)
             for name, v in card.at.items() if name != "step"]  # fmt: skip
    return rare or all(holds(passage, value) for value in named)


def holds(text, token):
    """Whether a text holds a word or a number as a whole: 1.6 is neither in 11.6 nor in 1.65."""
    before, after = r"(?<![\w.,−-])(?<!\d[ \u202f])", r"(?![\w])(?![.,]\d)"
    texts = (text, text.replace("-", "−"))
    return any(re.search(before + re.escape(token) + after, words, re.I) for words in texts)


# ---- the notebooks


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_cards_keep_the_rules(path):
    found = complaints(path)
    assert not found, "\n".join(["", *found])


def test_each_kind_is_used_in_the_notebook_that_is_the_pattern():
    path = next(path for path in NOTEBOOKS if path.name.startswith("31"))
    kinds = {seen.card.kind for seen in cards_in(nbformat.read(path, as_version=4), path)}
    assert kinds == set(KINDS)


# ---- the rules themselves: each finds what breaks it

HEAD = """
import itertools
import matplotlib.pyplot as plt
import numpy as np
from helpers import cards, live
"""
FIGURE = """
fig, ax = plt.subplots()
ax.set(xlim=(0, 4), ylim=(0, 100))
line, = ax.plot([], [])

def update(r):
    return {line: live.trail(np.arange(5), r * np.arange(5) ** 2)}

def describe(r):
    return f"r = {r}: it ends at {r * 16}, which is " + ("much." if r > 2 else "little.")

grows = live.figure(fig, update, describe=describe, r=live.slider([1, 2, 3]),
                    step=live.steps(4))
"""
CARDS = {
    "choice": 'cards.choice("Is it much at r = 3?", ["much", "little"], answer="much", ',
    "number": 'cards.number("Where does it end?", answer=3 * 4**2, ',
    "place": 'cards.place("Where does it stand at last?", answer=(4, 3 * 16), ax=ax, ',
    "sketch": 'cards.sketch("How does it grow?", answer=3 * np.arange(5) ** 2, ax=ax, ',
}
REST = 'because="So it is.", figure=grows, at=dict(r=3))'


def book(tmp_path, *cells):
    """A notebook of code, and of prose where a cell begins with #, whose code prints nothing."""
    made = [nbformat.v4.new_markdown_cell(cell[2:]) if cell.startswith("# ")
            else nbformat.v4.new_code_cell(cell) for cell in cells]  # fmt: skip
    nbformat.write(nbformat.v4.new_notebook(cells=made), tmp_path / "99_cards.ipynb")
    return tmp_path / "99_cards.ipynb"


def card(kind, rest=REST):
    return CARDS[kind] + rest


PLACE = FIGURE.replace("which is", "at step 4, which is")


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_card_keeps_the_rules(kind, tmp_path):
    assert complaints(book(tmp_path, HEAD, "# Words.", PLACE, card(kind))) == []


def with_output(path, **data):
    """The same notebook, whose first cell has an output."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].outputs = [nbformat.v4.new_output("display_data", data)]
    nbformat.write(notebook, path)
    return path


AT_ITS_END = "live.steps(4)", "live.steps(4, value=4)"
BAD = {
    "an answer by chance": (
        [HEAD + "count = itertools.count(45)", FIGURE,
         card("number").replace("3 * 4**2", "next(count)")],
        "the figure does not say 45 there"),
    "an option that the figure does not say": (
        [HEAD, FIGURE, card("choice").replace('"much"', '"a lot"')], "does not say a lot there"),
    "a word of the figure that it does not say": (
        [HEAD, FIGURE, card("choice", 'said="heaps", ' + REST)], "does not say heaps there"),
    "a number that is only part of another": (
        [HEAD, FIGURE.replace("ends at {r * 16}", "ends at 1{r * 16}"), card("number")],
        "the figure does not say 48 there"),
    "a place of which only one coordinate is said": (
        [HEAD, FIGURE, card("place").replace("(4,", "(3.5,")], "does not say 3.5 there"),
    "another curve than the figure's": (
        [HEAD, FIGURE, card("sketch").replace("** 2", "** 3")], "no line of the figure"),
    "a figure that opens with the answer": (
        [HEAD, FIGURE.replace("[1, 2, 3]", "[1, 2, 3], value=3").replace(*AT_ITS_END),
         card("choice")], "the figure opens at its setting"),
    "a figure that opens with the words": (
        [HEAD, FIGURE.replace("little", "not much").replace(*AT_ITS_END), card("choice")],
        "the figure opens with it"),
    "a place asked where it is seen": (
        [HEAD, PLACE, card("place", REST.replace("dict(r=3))", "dict(r=3), before=dict(r=3))"))],
        "it asks where the figure shows the answer"),
    "prose": ([HEAD, "# At r = 3 it will be much.", FIGURE, card("choice")],
              "given away before: “At r = 3 it will be much.”"),
    "code": ([HEAD, "assert 3 * 16 == 48  # r = 3", FIGURE, card("number")], "given away before"),
    "an opened answer in prose": (
        [HEAD, "# <details>It is 48 at r = 3.</details>", FIGURE, card("number")], "given away"),
    "a comment in the figure's cell": ([HEAD, FIGURE + "# 3 → 48", card("number")], "given away"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD)
def test_each_rule_finds_what_breaks_it(fault, tmp_path):
    cells, phrase = BAD[fault]
    found = complaints(book(tmp_path, *cells))
    assert any(phrase in sentence for sentence in found), found


def test_an_answer_that_changes_from_run_to_run_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(np, "drift", iter(range(40, 60)), raising=False)
    drifting = card("number").replace("3 * 4**2", "next(np.drift)")
    found = complaints(book(tmp_path, HEAD, FIGURE, drifting))
    assert any("the answer is 40. in one run and 41. in the next" in words for words in found)


@pytest.mark.parametrize("data", [{"text/plain": "3 leads to 48"}, {"text/html": "<p>3: 48</p>"}])
def test_an_output_that_gives_it_away_is_found(data, tmp_path):
    path = with_output(book(tmp_path, HEAD, FIGURE, card("number")), **data)
    assert any("given away before" in words for words in complaints(path))


def test_what_stands_behind_a_card_may_tell(tmp_path):
    later = "# At r = 3 it is 48, which is much.", "assert 3 * 16 == 48  # r = 3"
    assert complaints(book(tmp_path, HEAD, FIGURE, card("number"), *later)) == []


def test_other_numbers_are_no_matter(tmp_path):
    other = "# At r = 2 it is 48, at 3 it is 148, 48.5, 4.48 or −48."
    assert complaints(book(tmp_path, HEAD, other.replace("48, at 3", "4, at 3"), FIGURE,
                           card("number"))) == []  # fmt: skip


def test_a_rare_number_tells_wherever_it_stands(tmp_path):
    rare = card("number").replace("3 * 4**2", "0.0848")
    found = complaints(book(tmp_path, HEAD, "# Here 0.0848.", FIGURE, rare))
    assert any("given away before: “Here 0.0848.”" in words for words in found)


# ---- the kinds


@pytest.fixture(scope="module")
def drawn():
    """A live figure, its straight axes, its logarithmic ones, and the graph in the first."""
    fig, left, right, _ = zoo_axes()
    bowl = plots.curve(left, surfaces.parabola, window=(-2, 2))
    dot, = left.plot([], [], "o")
    figure = live.figure(
        fig, lambda r, start: {dot: live.frames(r * np.arange(4)[:, None], np.ones((4, 1)))},
        r=live.slider([0.1, 0.5], presets=[0.1]), start=live.point(left, grid=(5, 3), value=(1, 2)),
        step=live.steps(3))  # fmt: skip
    return figure, left, right, bowl


WORDS = {"because": "So it is."}


def test_the_spec_holds_what_the_browser_needs(drawn):
    figure, left, *_ = drawn
    made = cards.place("Where?", answer=(1, 2), ax=left, figure=figure, at={"r": 0.5, "step": 1},
                       **WORDS)  # fmt: skip
    model = made.model
    assert model.target == f"IPY_MODEL_{figure.picture.model_id}"
    assert model.setting == {"at_r": 1, "x_start": 3, "y_start": 1, "at_step": 1}
    assert model.before == {**model.setting, "at_step": 0}
    assert model.spec["place"] == {"at_r": 1, "x_start": 3, "y_start": 1}
    assert made.text == "(1, 2)."
    assert made.telling == ("1", "2")


def test_the_setting_before_is_the_authors(drawn):
    figure, left, *_ = drawn
    made = cards.place("Where?", answer=(1, 2), ax=left, figure=figure, at={"r": 0.5},
                       before={"r": 0.1, "step": 2}, **WORDS)  # fmt: skip
    assert made.model.before == {"at_r": 0, "x_start": 3, "y_start": 1, "at_step": 2}


@pytest.mark.parametrize("side", [1, 2])
def test_a_frame_is_matplotlibs_own_map(drawn, side):
    """Places from matplotlib's transform agree with the two scales that the browser gets."""
    frame = frame_of(drawn[side], drawn[0])
    rng = np.random.default_rng(0)
    parts = rng.uniform(size=(20, 2))
    data = [reach(frame.spec[axis], parts[:, i]) for i, axis in enumerate("xy")]
    np.testing.assert_allclose(frame.fractions(*data), parts, atol=1e-12)


def reach(scale, part):
    """What the browser reckons to stand at a part of an axis (numbers.js)."""
    low, high = scale["ends"]
    return low * (high / low) ** part if scale["log"] else low + part * (high - low)


def test_a_loss_of_0_lies_far_below_logarithmic_axes(drawn):
    below = frame_of(drawn[2], drawn[0]).fractions([1], [0])[0, 1]
    assert below < -1


def test_labels_with_formulas_give_way_to_a_letter(drawn):
    fig, ax = plt.subplots()
    ax.set(xlabel="$x_1$", ylabel="height", xlim=(0, 2), ylim=(0, 2))
    line, = ax.plot([], [])
    figure = live.figure(fig, lambda r: {line: ([r], [r])}, r=live.slider([1, 2]))
    spec = frame_of(ax, figure).spec
    assert (spec["x"]["name"], spec["y"]["name"]) == ("x", "height")


def test_a_flag_on_a_graph_has_its_height(drawn):
    figure, left, _, bowl = drawn
    made = cards.place("Where?", answer=1.5, on=bowl, ax=left, figure=figure, at={}, **WORDS)
    assert (made.text, made.telling) == ("x = 1.5.", ("1.5",))
    expected = frame_of(left, figure).fractions(1.5, 1.5**2)
    np.testing.assert_allclose(made.model.spec["answer"], [expected], atol=1e-3)
    path = np.array(made.model.spec["path"])
    assert (np.diff(path[:, 0]) > 0).all()


def test_the_edge_of_the_axes_lies_within_them():
    """Whatever the last bit of its pixel."""
    for low, high in np.random.default_rng(2).uniform(0.1, 1, (40, 2)) + [0, 1]:
        fig, ax = plt.subplots()
        ax.set(xlim=(low, high), ylim=(low, high))
        line, = ax.plot([], [])
        figure = live.figure(fig, lambda r, line=line: {line: ([r], [r])}, r=live.slider([1, 2]))
        for corner in ((low, low), (high, low), (high, high)):
            made = cards.place("Where?", answer=corner, ax=ax, figure=figure, at={}, **WORDS)
            assert np.isin(made.model.spec["answer"], [0, 1]).all()
        cards.sketch("How?", answer=([low, high], [high, low]), ax=ax, figure=figure, at={},
                     **WORDS)  # fmt: skip


def test_a_graph_of_two_points_far_outside_may_carry_a_flag(drawn):
    figure, left, *_ = drawn
    line, = left.plot([-50, 50], [-49, 51])
    made = cards.place("Where?", answer=1, on=line, ax=left, figure=figure, at={}, **WORDS)
    path = np.array(made.model.spec["path"])
    (u, v), = made.model.spec["answer"]
    assert path[0, 0] <= 0 and path[-1, 0] >= 1 and (np.diff(path[:, 0]) > 0).all()
    assert np.interp(u, *path.T) == pytest.approx(v, abs=1e-3)
    line.remove()


def test_on_an_inverted_axis_places_go_from_left_to_right_too():
    fig, ax = plt.subplots()
    ax.set(xlim=(3, 0), ylim=(0, 9))
    graph, = ax.plot([0, 1, 3], [0, 1, 9])
    figure = live.figure(fig, lambda r: {ax.title: ""}, r=live.slider([1, 2]))
    to = {"ax": ax, "figure": figure, "at": {}}
    spec = cards.place("Where?", answer=1, on=graph, **to, **WORDS).model.spec
    np.testing.assert_allclose(spec["path"], [[0, 1], [2 / 3, 1 / 9], [1, 0]], atol=1e-3)
    spec = cards.sketch("How?", answer=([0, 1, 3], [0, 1, 9]), **to, **WORDS).model.spec
    np.testing.assert_allclose(spec["answer"], [[0, 1], [2 / 3, 1 / 9], [1, 0]], atol=1e-3)


def test_words_may_have_room_around_them():
    made = cards.choice("Which? ", ["more ", "less"], answer="more ", **WORDS)
    assert (made.answer, made.text, made.model.spec["answer"]) == ("more", "More.", 0)


def test_numbers_are_written_as_everywhere():
    made = cards.number("How many?", answer=12_000, unit="steps", **WORDS)
    assert made.text == "12\u202f000 steps."
    assert cards.number("How large?", answer=1 / 3, **WORDS).telling == ("0.3333",)


@pytest.mark.parametrize(("answer", "within"), [(51, 0), (np.int64(51), 0), (0.5, 0.01)])
def test_a_whole_number_has_to_be_met(answer, within):
    assert cards.number("How many?", answer=answer, **WORDS).model.spec["within"] == within


def ask(kind, **changes):
    """A card of this kind that could be asked, but for the changes."""

    def make(figure, left, right, bowl):
        good = {"question": "What?", "because": "So it is.", "figure": figure, "at": {"r": 0.5}}
        good |= {"choice": {"options": ["a", "b"], "answer": "a"}, "number": {"answer": 3},
                 "place": {"answer": (1, 1), "ax": left},
                 "sketch": {"answer": [1, 2, 3], "ax": left}}[kind]  # fmt: skip
        swapped = {name: change(figure, left, right, bowl) if callable(change) else change
                   for name, change in changes.items()}  # fmt: skip
        return getattr(cards, kind)(**good | swapped)

    return make


def elsewhere(*_):
    return plt.subplots()[1]


def closed(*_):
    fig, ax = plt.subplots()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    line, = ax.plot([], [])
    figure = live.figure(fig, lambda r: {line: ([r], [r])}, r=live.slider([0.1, 0.5]))
    close(figure.box)
    return figure


REFUSED = [
    (ask("choice", question=""), "A card's question is ''; it needs a sentence"),
    (ask("choice", question=None), "A card's question is None"),
    (ask("choice", question="Is $r < 2$?"), "plain, so that they look alike everywhere"),
    (ask("number", because=r"As \(x\) says."), "instead of the formula"),
    (ask("choice", because=" "), "A card's because is ' '"),
    (ask("choice", options=["a"]), "two to five different ones"),
    (ask("choice", options=list("abcdef")), "two to five different ones"),
    (ask("choice", options=["a", "a"]), "two to five different ones"),
    (ask("choice", options="ab"), "options is 'ab'; it needs a list"),
    (ask("choice", options=["a", 1]), "A card's option is 1"),
    (ask("choice", options={"a": 3, "b": ""}), "A card's reason is 3"),
    (ask("choice", answer="c"), "The answer 'c' is none of the options: 'a', 'b'"),
    (ask("choice", answer=0), "The answer 0 is none of the options"),
    (ask("choice", said=""), "A card's said is ''"),
    (ask("number", answer=np.nan), "nan; it needs a finite number"),
    (ask("number", answer=np.inf), "inf; it needs a finite number"),
    (ask("number", answer=None), "The card's answer is None; it needs one number"),
    (ask("number", answer="51"), "The card's answer is '51'"),
    (ask("number", answer=True), "The card's answer is True"),
    (ask("number", answer=[1, 2]), "The card's answer is [1, 2]"),
    (ask("number", within=np.nan), "The card's within is nan"),
    (ask("number", within=-0.1), "The card's within is -0.1"),
    (ask("number", because=r"As \[x\] says."), "instead of the formula"),
    (ask("place", answer=np.nan, on=lambda f, left, right, bowl: bowl), "a finite number"),
    (ask("place", answer=-3, on=lambda f, left, right, bowl: bowl), "beyond the ends of the line"),
    (ask("number", unit=3), "A card's unit is 3"),
    (ask("place", answer=2), "a place needs (x, y)"),
    (ask("place", answer=(1, np.nan)), "a finite number"),
    (ask("place", answer=(9, 1)), "The answer 9, 1 lies outside the axes"),
    (ask("place", answer=9, on=lambda f, left, right, bowl: bowl), "beyond the ends of the line"),
    (ask("place", answer=(1, 1), on=lambda f, left, right, bowl: bowl), "it needs one number"),
    (ask("place", answer=1, on="bowl"), "on is 'bowl'; it needs a line of the card's axes"),
    (ask("place", ax=elsewhere), "These axes belong to another figure"),
    (ask("place", ax=None), "A card asks in straight axes; ax is None"),
    (ask("place", figure=None), "A place needs figure=…"),
    (ask("sketch", figure=None, at=None), "A sketch needs figure=…"),
    (ask("sketch", answer=[1, np.nan, 2]), "nan or ∞ in it"),
    (ask("sketch", answer=[1.0]), "at least two values"),
    (ask("sketch", answer=([0, 1], [1, 2, 3])), "at least two values"),
    (ask("sketch", answer=3), "at least two values"),
    (ask("sketch", answer=([1, 0], [1, 2])), "The answer's x must increase"),
    (ask("sketch", answer=[100, 200, 300]), "fewer than two points inside the axes"),
    (ask("number", figure="figure"), "figure is 'figure'; it needs what live.figure returned"),
    (ask("number", figure=None), "needs figure=…"),
    (ask("number", figure=closed), "has been run again since"),
    (ask("number", at=None), "at is None; it needs the setting"),
    (ask("number", at={"r": 0.3}), "r 0.3 does not lie on the grid; the nearest value there is"),
    (ask("number", at={"rate": 0.5}), "no control 'rate'; its controls are r, start, step"),
    (ask("number", at={"r": 0.5, "step": 9}), "the steps 0 … 3"),
    (ask("place", before={"r": 7}), "does not lie on the grid"),
]


@pytest.mark.parametrize(("make", "phrase"), REFUSED, ids=[phrase for _, phrase in REFUSED])
def test_what_cannot_be_asked_gets_a_sentence(make, phrase, drawn):
    with pytest.raises(InputError) as error:
        make(*drawn)
    assert phrase in str(error.value)
    plt.close("all")


@pytest.mark.parametrize("scale", ["symlog", "logit"])
def test_scales_that_the_browser_cannot_reckon_get_a_sentence(scale):
    fig, ax = plt.subplots()
    ax.set(xlim=(0.1, 0.9), ylim=(0, 2), xscale=scale)
    line, = ax.plot([], [])
    figure = live.figure(fig, lambda r: {line: ([r], [r])}, r=live.slider([1, 2]))
    with pytest.raises(InputError, match=f"The x axis is {scale}"):
        frame_of(ax, figure)


def test_a_dashed_graph_with_gaps_may_carry_a_flag(drawn):
    figure, left, *_ = drawn
    x = np.linspace(-2, 2, 9)
    line, = left.plot(x, np.where(abs(x) < 0.1, np.nan, x**2))
    made = cards.place("Where?", answer=1, on=line, ax=left, figure=figure, at={}, **WORDS)
    assert len(made.model.spec["path"]) == 8
    near = cards.place("Where?", answer=0.1, on=line, ax=left, figure=figure, at={}, **WORDS)
    assert np.isfinite(near.model.spec["answer"]).all()
    line.set_xdata(x[::-1])
    with pytest.raises(InputError, match="a line whose x increases"):
        cards.place("Where?", answer=1, on=line, ax=left, figure=figure, at={}, **WORDS)
    line.remove()


# ---- what is stored where no script runs


@pytest.fixture(scope="module")
def bundle():
    options = {"more & more": "<b>one</b> thinks so", "less": None}
    made = cards.choice("Is 1 < 2 & more?", options, answer="more & more", because="1 + 1 > 1.")
    return made._repr_mimebundle_()


def test_the_answer_is_folded(bundle):
    page = BeautifulSoup(bundle[0]["text/html"], "html.parser")
    assert "open" not in page.details.attrs
    assert page.details.summary.text == "The answer"
    folded = page.details.extract().text
    assert folded == "The answerMore & more. 1 + 1 > 1."
    assert page.text == "Guess first. Is 1 < 2 & more?more & moreless"
    assert page.find("b") is None


def test_only_plain_tags_are_stored(bundle):
    """Those that GitHub, nbviewer and an untrusted JupyterLab leave alone; no ids of widgets."""
    page = BeautifulSoup(bundle[0]["text/html"], "html.parser")
    tags = {tag.name for tag in page.find_all()}
    assert tags == {"p", "strong", "ul", "li", "details", "summary"}
    assert not any(tag.attrs for tag in page.find_all())


def test_the_text_is_constant_and_does_not_tell(bundle):
    data, metadata = bundle
    assert data["text/plain"] == "Guess card (run the cell to answer it). Is 1 < 2 & more?"
    assert metadata == {}


@pytest.mark.parametrize(("beside", "left"), [
    ({"image/png": ""}, False), ({"text/html": "<p>"}, False), ({"text/plain": ""}, True),
])  # fmt: skip
def test_a_view_goes_where_something_stands_beside_it(beside, left):
    output = {"data": {VIEW: {}, **beside}}
    drop_views({"cells": [{"outputs": [output]}]})
    assert (VIEW in output["data"]) == left


def test_a_new_card_has_not_been_answered():
    model = cards.number("How many?", answer=1, **WORDS).model
    assert (model.state, model.guess, model.hint) == ("asked", {}, "")
    assert CardModel._esm.count("export default") == 1


# ---- the examples for authors


def test_the_readmes_card_keeps_the_rules():
    seen = seen_at(0, made("A guess card"))
    assert [*said_by_the_figure(seen), *undecided(seen.card)] == []
    assert seen.card.text == "6.13·10⁻⁶."


def test_the_ten_lines_of_the_docstring_hold():
    text = cards.__doc__
    assert "cards.number(" in text
    call = re.search(r"cards\.number\(.*?\n    \)", text, re.S)[0]
    ran = []
    exec(call, {"cards": type("C", (), {"number": lambda *a, **k: ran.append((a, k))}),
                "first_below": lambda *_: 11, "run": lambda *_: 0, "walks": None})  # fmt: skip
    assert set(ran[0][1]) == {"answer", "unit", "because", "figure", "at"}
