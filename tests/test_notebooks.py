"""What every notebook has to be: the rules first, then the notebooks, then the rules themselves.

A rule is a generator that takes a `Page` and yields a sentence for everything that is not as it
should be. Each of them is shown a notebook that breaks it, so that none can sleep unnoticed.
"""

import copy
import re
import statistics
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.workshop import refresh
from helpers.workshop.stored import VIEW

NOTEBOOKS = sorted(refresh.NOTEBOOKS.glob("*.ipynb"))
HEADER = """\
import matplotlib.pyplot as plt
import numpy as np
from helpers import checks, live, optimisers, plots, surfaces, traces
plots.use_style()"""

CARD = re.compile(r"\bcards\.(choice|number|place|sketch)\(")
MOST_BYTES = 500_000
MOST_COLUMNS, MOST_LINES_WITH_A_FIGURE = 72, 12
MEDIAN_LINES, NINTH_TENTH_LINES = 5, 15
WORDS_PER_CODE_LINE = (10, 35)
IDEAS = (4, 6)
SLIDES = {"slide", "subslide", "fragment", "skip", "notes"}

PARTS = {
    "what you will be able to do": r"\bYou will\b",
    "what you need": r"\bYou need\b",
    "the minutes it takes": r"\b\d+ minutes\b",
    "its place in the lecture": r"\bslides?\b",
    "what you can do now": r"^## You can now\b",
}
PASSING = {  # what would differ from one run, machine or release to the next
    "an address": r"\b0x[0-9a-f]{4,}",
    "a version": r"\b\d+\.\d+\.\d+\b",
    "a date": r"\b20\d\d-\d\d-\d\d\b",
    "a time": r"\b\d\d?:\d\d\b",
    "a duration": r"\b[\d.]+ ?(ns|µs|ms|s)\b",
    "a path": r"(/home/|/Users/|/tmp/|\b[A-Z]:\\)",
    "the name of an object": r"<[\w.]+( object)?( at)? ?(0x|size|\()|<(class|function|module) ",
}


class Page(NamedTuple):
    """A notebook with the name of its file and its folder, and the views that the rules need."""

    name: str
    notebook: nbformat.NotebookNode
    folder: Path

    @property
    def is_lecture(self):
        return not self.name.startswith("00")

    @property
    def code(self):
        return [cell for cell in self.notebook.cells if cell.cell_type == "code"]

    @property
    def read(self):
        """The code that a reader reads: cards and proofs are folded."""
        return [cell for cell in self.code if not is_folded(cell)]

    @property
    def prose(self):
        texts = [c.source for c in self.notebook.cells if c.cell_type == "markdown"]
        return re.sub(r"^```.*?^```", "", "\n\n".join(texts), flags=re.M | re.S)

    @property
    def outputs(self):
        return [output for cell in self.code for output in cell.outputs]

    @property
    def sections(self):
        """(heading, prose, code) of everything from one ``## `` to the next."""
        parts = [["", "", ""]]
        for cell in self.notebook.cells:
            if cell.source.startswith("## "):
                parts.append([cell.source.splitlines()[0], "", ""])
            parts[-1][1 if cell.cell_type == "markdown" else 2] += cell.source + "\n\n"
        return parts


# The rules -----------------------------------------------------------------------------------


def problems(page):
    """All that is wrong with a notebook, in sentences."""
    rules = RULES + LECTURE_RULES if page.is_lecture else RULES
    return [f"{page.name}: {sentence}" for rule in rules for sentence in rule(page)]


def is_valid(page):
    try:
        nbformat.validate(copy.deepcopy(page.notebook))
    except nbformat.ValidationError as error:
        yield f"not a valid notebook: {error.message.splitlines()[0]}"


def is_as_refresh_leaves_it(page):
    twin = refresh.tidy(refresh.give_ids(copy.deepcopy(page.notebook)))
    if twin != page.notebook:
        yield "not as `python start.py refresh` would leave it"


def is_small(page):
    size = len(nbformat.v4.writes(page.notebook).encode())
    if size > MOST_BYTES:
        yield f"{size} bytes are more than {MOST_BYTES}"


def has_a_numbered_title(page):
    if not re.fullmatch(r"\d\d_[a-z0-9_]+\.ipynb", page.name):
        yield "the file's name should be like 31_learning_rate.ipynb"
    titles = re.findall(r"^# .*", page.prose, re.M)
    if len(titles) != 1 or not re.match(rf"# {page.name[:2]} · \S", page.notebook.cells[0].source):
        yield f"needs one title, `# {page.name[:2]} · …` in its first cell; has {titles}"


def has_the_header(page):
    sources = [cell.source for cell in page.code]
    if sources.count(HEADER) != 1 or (page.is_lecture and sources[0] != HEADER):
        yield "the first code cell should be the header that all notebooks share"


def has_short_cells(page):
    sizes = sorted(len(lines_of(cell)) for cell in page.read)
    if statistics.median(sizes) > MEDIAN_LINES:
        yield f"the median of its cells has more than {MEDIAN_LINES} lines"
    if sizes[int(0.9 * (len(sizes) - 1))] > NINTH_TENTH_LINES:
        yield f"fewer than 90 % of its cells have at most {NINTH_TENTH_LINES} lines"


def can_be_projected(page):
    for cell in page.code:
        if any(len(line) > MOST_COLUMNS for line in cell.source.splitlines()):
            yield f"wider than {MOST_COLUMNS} columns: {first_line(cell)}"
        shows = any("image/png" in output.get("data", {}) for output in cell.outputs)
        if shows and len(lines_of(cell)) > MOST_LINES_WITH_A_FIGURE:
            yield f"longer than {MOST_LINES_WITH_A_FIGURE} lines, with a figure: {first_line(cell)}"


def explains_its_code(page):
    cards = "".join(cell.source for cell in page.code if is_folded(cell))
    words = re.findall(r"\w[\w’'-]*", page.prose + " ".join(re.findall(r'"([^"]*)"', cards)))
    ratio = len(words) / sum(len(lines_of(cell)) for cell in page.read)
    low, high = WORDS_PER_CODE_LINE
    if not low <= ratio <= high:
        yield f"{ratio:.0f} words of prose per line of code, not {low} to {high}"


def folds_its_cards(page):
    for cell in page.code:
        folded = CARD.search(cell.source) or "proof" in cell.metadata.get("tags", [])
        if folded and not is_folded(cell):
            yield f"a card or a proof whose source is not folded: {first_line(cell)}"
        if is_folded(cell) and not folded:
            yield f"folded, though it is neither a card nor tagged proof: {first_line(cell)}"


def is_folded(cell):
    return cell.metadata.get("jupyter", {}).get("source_hidden", False)


def was_run_in_order(page):
    counts = [cell.execution_count for cell in page.code]
    if counts != list(range(1, len(counts) + 1)):
        yield f"not run in order: {counts}"


def ran_well(page):
    for cell in page.code:
        if any(o.output_type == "error" or o.get("name") == "stderr" for o in cell.outputs):
            yield f"shows an error or a warning: {first_line(cell)}"


def stores_no_widget(page):
    if "widgets" in page.notebook.metadata or any(VIEW in o.get("data", {}) for o in page.outputs):
        yield "stores a widget, which nobody could see without a kernel"


def avoids_what_nbval_cannot_follow(page):
    for cell in page.code:
        if re.search(r"\binteract(ive|_manual)?\b|\bOutput\(", cell.source):
            yield f"uses interact or Output: {first_line(cell)}"
        if cell.source.rstrip().endswith(";"):
            yield f"ends with a semicolon: {first_line(cell)}"


def draws_from_a_seeded_generator(page):
    for cell in page.code:
        if re.search(r"np\.random\.(?!default_rng\(\d|Generator)|default_rng\(\)", cell.source):
            yield f"random numbers without a seed: {first_line(cell)}"


def prints_nothing_that_passes(page):
    for text in map(text_of, page.outputs):
        for what, pattern in PASSING.items():
            if re.search(pattern, text):
                yield f"prints {what}: {text.strip()[:60]}"


def prints_four_digits(page):
    for number in re.findall(r"\d+\.\d+", " ".join(map(text_of, page.outputs))):
        if len(number.replace(".", "").lstrip("0")) > 4:
            yield f"prints more than four digits: {number}"


def says_what_pictures_show(page):
    for output in page.outputs:
        if "image/png" in output.get("data", {}):
            alternative = output.metadata.get("image/png", {}).get("alt", text_of(output))
            if len(alternative.split()) < 4 or alternative.startswith("<"):
                yield f"a picture without a sentence that says what it shows: {alternative}"
    for image in re.findall(r"!\[\s*\]\([^)]*\)|<img(?![^>]*\balt=\"[^\"]+\")[^>]*>", page.prose):
        yield f"a picture without a sentence that says what it shows: {image}"


def loads_solutions_that_exist(page):
    for cell in page.code:
        if "%load" in cell.source:
            solution = refresh.LOAD.fullmatch(cell.source)
            if not solution:
                yield f"should be one line, `# %load solutions/….py`: {first_line(cell)}"
            elif not (page.folder / f"solutions/{solution[1]}.py").is_file():
                yield f"there is no such solution: {cell.source}"


def has_links_that_lead_somewhere(page):
    for link in re.findall(r"\]\(<?([^)\s>]+)|\b(?:href|src)=\"([^\"]+)", page.prose):
        target = "".join(link)
        if not re.match(r"https?:|mailto:|attachment:|data:", target) and not leads(page, target):
            yield f"leads nowhere: {target}"


def leads(page, target):
    """Whether a local link finds its file, and its heading there."""
    name, _, anchor = target.partition("#")
    there = page.folder / name
    if name and not there.is_file():
        return False
    if not anchor:
        return True
    other = page if not name else open_page(there) if name.endswith(".ipynb") else None
    return bool(other) and anchor in anchors(other.prose)


def anchors(prose):
    """What JupyterLab calls the headings: their text with hyphens for spaces."""
    headings = re.findall(r"^#{1,6} (.*)", prose, re.M)
    named = re.findall(r"\bid=\"([^\"]+)\"", prose)
    return {re.sub(r"[*`$]", "", heading).strip().replace(" ", "-") for heading in headings} | {
        *named
    }


def marks_its_slides(page):
    kinds = [cell.metadata["slideshow"].get("slide_type") for cell in page.notebook.cells
             if "slideshow" in cell.metadata]  # fmt: skip
    for kind in kinds:
        if kind not in SLIDES:
            yield f"no type of slide: {kind!r}"
    if "slide" not in kinds:
        yield "marks no cell as a slide"


def has_its_parts(page):
    for what, pattern in PARTS.items():
        if not re.search(pattern, page.prose, re.M):
            yield f"does not say {what}"


def opens_with_a_picture(page):
    for cell in page.notebook.cells:
        if re.search("^## ", cell.source, re.M):
            yield "no picture shows the pay-off before the first idea"
        if cell.cell_type == "code" and any("image/png" in o.get("data", {}) for o in cell.outputs):
            break


def has_ideas_that_are_asserted(page):
    ideas = [part for part in page.sections if re.match(r"## \d+ · .*\?$", part[0])]
    low, high = IDEAS
    if not low <= len(ideas) <= high:
        yield f"{len(ideas)} ideas (`## 1 · A question?`), not {low} to {high}"
    for heading, _, code in ideas:
        if not re.search(r"^\s*assert ", code, re.M):
            yield f"nothing is asserted under {heading}"


def has_cards_beside_live_figures(page):
    for heading, prose, code in page.sections:
        quoted = re.search(r"^> \*\*.*\n?.*\bPredict\b", prose, re.M)
        if "live.figure(" in code and not quoted and not CARD.search(code):
            yield f"no guess card (`cards.number(…)`, …) under {heading}"


def has_three_exercises(page):
    kinds = ["exercise", "check", "solution"]
    tagged = [(tag, cell) for cell in page.code for tag in cell.metadata.get("tags", [])]
    if [tag for tag, _ in tagged if tag in kinds] != 3 * kinds:
        yield "needs three times a cell tagged exercise, one tagged check, one tagged solution"
    wanted = [f"{page.name[:2]}_{k}" for k in (1, 2, 3)]
    for kind, pattern in [("check", r"exercise_(\d\d_\d)\("), ("solution", refresh.LOAD.pattern)]:
        found = re.findall(pattern, "\n".join(cell.source for tag, cell in tagged if tag == kind))
        if found != wanted:
            yield f"the cells tagged {kind} are for {found}, not for {wanted}"
    if re.findall(r"^#+ .*?(★+)", page.prose, re.M) != ["★", "★★", "★★★"]:
        yield "the exercises' headings should be marked ★, ★★ and ★★★"


RULES = [
    is_valid,
    is_as_refresh_leaves_it,
    is_small,
    has_a_numbered_title,
    has_the_header,
    has_short_cells,
    can_be_projected,
    explains_its_code,
    folds_its_cards,
    was_run_in_order,
    ran_well,
    stores_no_widget,
    avoids_what_nbval_cannot_follow,
    draws_from_a_seeded_generator,
    prints_nothing_that_passes,
    prints_four_digits,
    says_what_pictures_show,
    loads_solutions_that_exist,
    has_links_that_lead_somewhere,
    marks_its_slides,
]
LECTURE_RULES = [
    has_its_parts,
    opens_with_a_picture,
    has_ideas_that_are_asserted,
    has_cards_beside_live_figures,
    has_three_exercises,
]


def lines_of(cell):
    return [line for line in cell.source.splitlines() if line.strip()]


def first_line(cell):
    return lines_of(cell)[0] if lines_of(cell) else "(an empty cell)"


def text_of(output):
    """All that an output says in letters."""
    data = output.get("data", {})
    texts = [data[kind] for kind in ("text/plain", "text/html", "text/markdown") if kind in data]
    return "\n".join([output.get("text", ""), *texts]).strip()


def open_page(path):
    return Page(path.name, nbformat.v4.reads(path.read_text(encoding="utf-8")), path.parent)


# The notebooks -------------------------------------------------------------------------------


def test_there_are_notebooks():
    assert "00_start_here.ipynb" in [path.name for path in NOTEBOOKS]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_keeps_the_rules(path):
    found = problems(open_page(path))
    assert not found, "\n".join(["", *found])


# The rules themselves ------------------------------------------------------------------------

STARS = "### ★ One\n\n### ★★ Two\n\n### ★★★ Three"


def text(source, **metadata):
    return new_markdown_cell(source, metadata=metadata)


def code(source, *outputs, tag=None, folded=False):
    tagged = {"tags": [tag]} if tag else {}
    hidden = {"jupyter": {"source_hidden": True}} if folded else {}
    return new_code_cell(source, outputs=list(outputs), metadata=tagged | hidden)


def printed(words, name="stdout"):
    return new_output("stream", name=name, text=words + "\n")


def picture(words="A run that arrives.", **metadata):
    data = {"image/png": "iVBORw0KGgo=", "text/plain": words}
    return new_output("display_data", data, metadata=metadata)


def good():
    """The cells of a notebook that keeps all the rules, by name."""
    return {
        "title": text("# 99 · A model\n\n**You will** see. **You need** 5 minutes, a slide."),
        "header": code(HEADER),
        "opening": code("plots.show(fig)", picture()),
        "ideas": text("Words about all that follows. " * 40, slideshow={"slide_type": "slide"}),
        "link": text("[there](#1-·-Why?), [here](../README.md), [web](https://example.org)"),
        "first": text("## 1 · Why?"),
        "live": code("live.figure(fig, update)", picture()),
        "card": text("> **Small: r = 0.1.** *Predict:* does it arrive?"),
        "assert 1": code("assert True", printed("0.3333 of 20000")),
        "second": text("## 2 · Why?"),
        "assert 2": code("for k in range(3):\n    assert k"),
        "third": text("## 3 · Why?"),
        "assert 3": code("assert True"),
        "fourth": text("## 4 · Why?"),
        "assert 4": code("assert np.random.default_rng(0)"),
        "exercises": text(f"## Exercises\n\n{STARS}\n\n```\n# no title\n```"),
    } | exercises() | {"end": text("## You can now\n- see.")}  # fmt: skip


def exercises():
    cells = {}
    for k in (1, 2, 3):
        cells[f"stub {k}"] = code("def answer():\n    ...", tag="exercise")
        cells[f"check {k}"] = code(f"checks.exercise_99_{k}(answer)", tag="check")
        cells[f"solution {k}"] = code(f"# %load solutions/99_{k}.py", tag="solution")
    return cells


def page_of(cells, folder, name="99_model.ipynb", **metadata):
    """A page made of cells, run in order; its folder gets the files that it names."""
    copies = [copy.deepcopy(cell) | {"id": f"cell{k}"} for k, cell in enumerate(cells.values())]
    notebook = new_notebook(metadata={**refresh.METADATA, **metadata})
    notebook.cells = nbformat.from_dict(copies)
    page = Page(name, notebook, folder / "notebooks")
    for count, cell in enumerate(page.code, 1):
        cell.execution_count = count
    (page.folder / "solutions").mkdir(parents=True)
    (folder / "README.md").touch()
    for k in (1, 2, 3):
        (page.folder / f"solutions/99_{k}.py").touch()
    return page


def test_a_good_notebook_has_no_problems(tmp_path):
    assert problems(page_of(good(), tmp_path)) == []


def test_a_guess_card_may_take_the_place_of_a_quoted_one(tmp_path):
    card = code("cards.number(\n    1)" + 40 * "\n0", folded=True)
    proof = code("assert True", tag="proof", folded=True)
    assert problems(page_of(good() | {"card": card, "proof": proof}, tmp_path)) == []


def test_the_first_notebook_need_not_be_a_lecture(tmp_path):
    start = {"title": text("# 00 · Start here " + 100 * "word ", slideshow={"slide_type": "slide"})}
    cells = start | {"self-check": code("1"), "header": code(HEADER)}
    assert problems(page_of(cells, tmp_path, "00_start_here.ipynb")) == []


def lines(count):
    return "\n".join(["x = 1"] * count)


# rule, the cell that is exchanged (None: taken out), and a phrase of what is then said.
BROKEN = [
    (is_as_refresh_leaves_it, {"card": text("> **a** Predict", collapsed=True)}, "refresh"),
    (is_small, {"card": text(MOST_BYTES * "-")}, "bytes are more than"),
    (has_a_numbered_title, {"title": text("# 98 · A model")}, "needs one title"),
    (has_a_numbered_title, {"title": text("# A model")}, "needs one title"),
    (has_a_numbered_title, {"end": text("# 99 · Again")}, "needs one title"),
    (has_the_header, {"header": code(HEADER + "\nimport scipy")}, "the header"),
    (has_the_header, {"header": None}, "the header"),
    (has_the_header, {"live": code(HEADER)}, "the header"),
    (has_short_cells, dict.fromkeys(["live", *exercises()], code(lines(6))), "the median"),
    (has_short_cells, dict.fromkeys(["live", "stub 1", "stub 2"], code(lines(16))), "90 %"),
    (can_be_projected, {"live": code("x = " + 69 * "1")}, "wider than 72 columns: x = 1"),
    (can_be_projected, {"live": code(lines(13), picture())}, "longer than 12 lines"),
    (explains_its_code, {"ideas": text("Few.")}, "words of prose per line of code"),
    (explains_its_code, {"ideas": text("word " * 1000)}, "words of prose per line of code"),
    (ran_well, {"live": code("1", new_output("error", ename="E"))}, "an error or a warning: 1"),
    (ran_well, {"live": code("1", printed("old", "stderr"))}, "an error or a warning: 1"),
    (stores_no_widget, {"live": code("1", new_output("display_data", {VIEW: {}}))}, "a widget"),
    (avoids_what_nbval_cannot_follow, {"live": code("interact(f, x=1)")}, "interact or Output"),
    (avoids_what_nbval_cannot_follow, {"live": code("o = widgets.Output()")}, "interact or Output"),
    (avoids_what_nbval_cannot_follow, {"live": code("ax.plot(x);\n")}, "a semicolon: ax.plot(x);"),
    (draws_from_a_seeded_generator, {"live": code("np.random.normal()")}, "without a seed"),
    (draws_from_a_seeded_generator, {"live": code("np.random.default_rng()")}, "without a seed"),
    (prints_four_digits, {"live": code("1", printed("-0.60004"))}, "four digits: 0.60004"),
    (prints_four_digits, {"live": code("1", printed("123.45"))}, "four digits: 123.45"),
    (says_what_pictures_show, {"live": code("1", picture("<Figure size 6x4 …>"))}, "shows: <Fig"),
    (says_what_pictures_show, {"live": code("1", picture("picture"))}, "says what it shows: pic"),
    (says_what_pictures_show, {"card": text("![](../README.md)")}, "says what it shows: ![]"),
    (says_what_pictures_show, {"card": text('<img src="../README.md">')}, "shows: <img"),
    (loads_solutions_that_exist, {"live": code("# %load solutions/99_4.py")}, "no such solution"),
    (loads_solutions_that_exist, {"live": code("%load solutions/99_1.py")}, "should be one line"),
    (loads_solutions_that_exist, {"live": code("# %load solutions/99_1.py\n1")}, "be one line"),
    (has_links_that_lead_somewhere, {"link": text("[x](32_valley.ipynb)")}, "leads nowhere: 32_"),
    (has_links_that_lead_somewhere, {"link": text("[x](#5-·-Why?)")}, "leads nowhere: #5"),
    (has_links_that_lead_somewhere, {"link": text("[x](../README.md#x)")}, "leads nowhere: ../R"),
    (has_links_that_lead_somewhere, {"link": text('<a href="no.html">')}, "leads nowhere: no.h"),
    (marks_its_slides, {"end": text("## You can now", slideshow={"slide_type": "-"})}, "'-'"),
    (marks_its_slides, {"end": text("## You can now", slideshow={})}, "no type of slide: None"),
    (marks_its_slides, {"ideas": text("Words " * 200)}, "marks no cell as a slide"),
    (has_its_parts, {"title": text("# 99 · A model")}, "does not say what you need"),
    (has_its_parts, {"end": text("## You could once")}, "does not say what you can do now"),
    (opens_with_a_picture, {"opening": code("1")}, "no picture shows the pay-off"),
    (has_ideas_that_are_asserted, {"fourth": text("## Aside")}, "3 ideas"),
    (has_ideas_that_are_asserted, {"assert 3": code("1")}, "nothing is asserted under ## 3"),
    (folds_its_cards, {"live": code("cards.number(1)")}, "not folded: cards.number(1)"),
    (folds_its_cards, {"live": code("assert 1", tag="proof")}, "not folded: assert 1"),
    (folds_its_cards, {"live": code("1", folded=True)}, "neither a card nor tagged proof: 1"),
    (has_cards_beside_live_figures, {"card": text("**Predict.**")}, "no guess card"),
    (has_three_exercises, {"stub 2": code("def answer(): ...")}, "needs three times"),
    (has_three_exercises, {"check 3": code("checks.exercise_99_2(answer)", tag="check")}, "check"),
    (has_three_exercises, {"solution 1": code("1", tag="solution")}, "cells tagged solution"),
    (has_three_exercises, {"exercises": text("### ★ One\n\n### ★★ Two")}, "marked ★"),
] + [
    (prints_nothing_that_passes, {"live": code("1", printed(words))}, f"prints {what}")
    for what, words in {
        "an address": "<Line2D at 0x7f00ab>",
        "a version": "numpy 2.4.6",
        "a date": "on 2026-11-21",
        "a time": "at 9:30",
        "a duration": "in 17 ms",
        "a path": "/home/me/notebooks",
        "the name of an object": "[<matplotlib.lines.Line2D at 0x7f>]",
    }.items()
]


@pytest.mark.parametrize(
    ("rule", "changes", "phrase"), BROKEN, ids=lambda value: getattr(value, "__name__", None)
)
def test_each_rule_finds_what_breaks_it(rule, changes, phrase, tmp_path):
    cells = {name: cell for name, cell in (good() | changes).items() if cell}
    page = page_of(cells, tmp_path)
    assert any(phrase in sentence for sentence in rule(page))


def test_what_is_no_notebook_is_found(tmp_path):
    page = page_of(good(), tmp_path)
    page.code[0].metadata["tags"] = 3
    assert any("not a valid notebook: 3 is not" in sentence for sentence in is_valid(page))


def test_cells_out_of_order_are_found(tmp_path):
    page = page_of(good(), tmp_path)
    page.code[1].execution_count = None
    assert list(was_run_in_order(page))


@pytest.mark.parametrize("metadata", [{"widgets": {}}, {"language_info": {"name": "r"}}])
def test_metadata_that_refresh_would_not_leave_are_found(metadata, tmp_path):
    assert list(is_as_refresh_leaves_it(page_of(good(), tmp_path, **metadata)))


def test_stored_states_of_widgets_are_found(tmp_path):
    assert list(stores_no_widget(page_of(good(), tmp_path, widgets={"state": {}})))


@pytest.mark.parametrize("name", ["model.ipynb", "99-model.ipynb", "99_Model.ipynb"])
def test_a_file_name_without_number_is_found(name, tmp_path):
    assert any("file's name" in words for words in problems(page_of(good(), tmp_path, name)))


def test_a_link_into_another_notebook_finds_its_heading(tmp_path):
    page = page_of(good(), tmp_path)
    nbformat.write(page.notebook, page.folder / "98_other.ipynb")
    assert leads(page, "98_other.ipynb#2-·-Why?")
    assert not leads(page, "98_other.ipynb#7-·-Why?")


def test_no_rule_is_left_untried():
    tried = {rule for rule, _, _ in BROKEN} | {is_valid, was_run_in_order}
    assert tried == {*RULES, *LECTURE_RULES}


def test_the_page_of_rules_names_every_rule_and_its_measure():
    page = (refresh.NOTEBOOKS / "README.md").read_text(encoding="utf-8")
    _, *tables = page.split("| rule |")
    every, lecture = (re.findall(r"^\| `(\w+)` \| (.*) \|$", table, re.M) for table in tables)
    assert [name for name, _ in every] == [rule.__name__ for rule in RULES]
    assert [name for name, _ in lecture] == [rule.__name__ for rule in LECTURE_RULES]
    said = dict(every + lecture)
    for rule, *measures in [
        (is_small, MOST_BYTES // 1000), (has_short_cells, MEDIAN_LINES, NINTH_TENTH_LINES),
        (can_be_projected, MOST_COLUMNS, MOST_LINES_WITH_A_FIGURE),
        (explains_its_code, *WORDS_PER_CODE_LINE),
    ]:  # fmt: skip
        assert {*map(str, measures)} <= set(re.findall(r"\d+", said[rule.__name__]))
    folders = re.findall(r"`((?:tests|\.ci|helpers)/[\w./]+)`", page)
    assert folders and all((refresh.NOTEBOOKS.parent / path).exists() for path in folders)
