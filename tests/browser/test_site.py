"""The static site in a real Chromium: no kernel, no network, and every figure still moves."""

import functools
import http.server
import inspect
import os
import threading

import nbformat
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from figures import live_figures
from playwright.sync_api import expect
from test_cards import cards_in

from helpers.errors import InputError
from helpers.workshop.site.__main__ import build

from .lab import PATIENCE, ROOT, LiveFigure, write_notebook
from .oracle import painted
from .test_lab import assert_descent

pytestmark = pytest.mark.browser

# every live figure has painted its first picture
ALL_LIVE = """document.querySelectorAll('figure.live').length ===
    document.querySelectorAll('figure.live canvas[data-cell]').length"""
LECTURE = ROOT / "notebooks" / "31_learning_rate.ipynb"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of a site of two pages: the lecture, and a dot whose place is known."""
    folder = tmp_path_factory.mktemp("site")
    cells = inspect.getsource(one_dot), "one_dot()", "one_dot(mode='kernel')"
    try:
        build([LECTURE, write_notebook("dot", *cells)], folder)
    except InputError as error:
        if "npm" not in str(error):
            raise
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(error))
    return folder


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module", params=["disk", "server"])
def address(request, site):
    """Where the site is: opened from the disk, or given out by a plain web server."""
    if request.param == "disk":
        yield site.as_uri()
        return
    handler = functools.partial(Quiet, directory=site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def open_page(browser, address):
    """Opens a page of the site without a network, or cuts it as soon as a server has answered.

    In the end: no error, and nothing was asked of any other host.
    """
    contexts, wrong = [], []

    def open_it(name, **window):
        contexts.append(context := browser.new_context(**window))
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE)
        page.on("console", lambda m: m.type == "error" and wrong.append(m.text))
        page.on("pageerror", lambda e: wrong.append(f"uncaught: {e}"))
        page.on("requestfailed", lambda r: wrong.append(f"failed: {r.url}"))
        page.on("request", lambda r: own(r.url, address) or wrong.append(f"foreign: {r.url}"))
        context.set_offline(address.startswith("file:"))
        page.goto(f"{address}/{name}.html")
        page.wait_for_function(ALL_LIVE)
        context.set_offline(True)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert wrong == []


def own(url, address):
    return url.startswith((f"{address}/", "data:", "blob:"))


def figure(page, n):
    return LiveFigure(page, page.locator(".live-figure").nth(n))


@pytest.fixture(scope="module")
def dot_page(open_page):
    return open_page("dot")


@pytest.fixture(scope="module")
def lecture_page(open_page):
    return open_page("31_learning_rate")


# ---- a figure with one dot, whose place is known


def one_dot(mode="auto"):
    """A dot that goes, in 4 steps, from (0, 0) to sign × scale × start."""
    import matplotlib.pyplot as plt
    import numpy as np

    from helpers import live

    fig = plt.figure(figsize=(6, 4))
    ax = fig.add_axes((0, 0, 1, 1), xlim=(-3, 3), ylim=(-2, 2))
    (dot,) = ax.plot([], [], "o", color="#d55e00", markersize=12)

    def update(scale, sign, start):
        way = np.linspace(0, 1, 5)[:, None] * sign * scale * start
        return {dot: live.frames(way[:, :1], way[:, 1:])}

    return live.figure(
        fig, update, mode=mode,
        scale=live.slider([0.25, 0.5, 0.75, 1], presets=[0.5, 1]),
        sign=live.choice({"plus": 1, "minus": -1}),
        start=live.point(ax, grid=(7, 5), value=(2, 1)),
        step=live.steps(4, value=4),
    )  # fmt: skip


def dot_of(figure):
    """Where the dot is, as the browser paints it: the middle of its colour, in the axes' units."""
    colour = painted(figure.pixels(), "#d55e00")
    rows, columns = np.nonzero(colour)
    x, y = (columns.mean() + 0.5) / colour.shape[1], (rows.mean() + 0.5) / colour.shape[0]
    return 6 * x - 3, 2 - 4 * y


def drag(handle, dx, dy=0):
    """What drags a control by a part of the figure's width and height."""

    def act(figure):
        stage = figure.box.locator(".live-stage").bounding_box()
        figure.drag(handle(figure), dx * stage["width"], dy * stage["height"])
        figure.drop()

    return act


MOVES = {  # what is done → where the dot must then be
    "nothing": (lambda figure: None, (1, 0.5)),
    "arrow key": (lambda figure: figure.slider("scale").press("ArrowRight"), (1.5, 0.75)),
    "slider dragged": (drag(lambda figure: figure.slider("scale"), 2), (2, 1)),
    "preset": (lambda figure: figure.button("scale = 1").click(), (0, 0)),
    "choice": (lambda figure: figure.button("minus").click(), (-1, -0.5)),
    "point by key": (lambda figure: figure.point.press("ArrowDown"), (1, 0)),
    "point dragged": (drag(lambda figure: figure.point, -3 / 6, 2 / 4), (-0.5, -0.5)),
    "minus key": (lambda figure: figure.slider("step").press("-"), (0.75, 0.375)),
    "step slider": (lambda figure: figure.slider("step").press("ArrowLeft"), (0.75, 0.375)),
}


@pytest.mark.parametrize("move", MOVES)
def test_each_control_moves_the_dot_to_its_place(dot_page, move):
    act, place = MOVES[move]
    shown = figure(dot_page, 0)
    shown.reset()
    act(shown)
    until(dot_page, lambda: np.allclose(dot_of(shown), place, atol=0.01), "the dot is elsewhere")


def until(page, holds, complaint):
    """Wait for what the browser does by itself; at most 5 s."""
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(50)
    pytest.fail(complaint)


def test_play_goes_all_the_way(dot_page):
    shown = figure(dot_page, 0)
    shown.reset()
    shown.watch()
    shown.button("Play the steps").click()
    shown.shows(step=0)
    shown.shows(step=4)
    assert [step for _, step in shown.seen()] == [0, 1, 2, 3, 4]
    assert np.allclose(dot_of(shown), (1, 0.5), atol=0.01)


def test_a_preset_takes_the_slider_along(dot_page):
    shown = figure(dot_page, 0)
    shown.reset()
    shown.button("scale = 1").click()
    expect(shown.slider("scale")).to_have_attribute("aria-valuetext", "1.00")


def test_a_figure_that_needs_python_shows_its_picture_and_says_so(dot_page):
    assert dot_page.locator(".live-figure").count() == 1
    still = dot_page.locator("figure").nth(1)
    expect(still.locator("img")).to_be_visible()
    assert still.locator("img").evaluate("img => img.naturalWidth") > 0
    expect(still.locator("figcaption")).to_contain_text("open the notebook to move it")


def test_the_live_figure_takes_the_place_of_its_picture(dot_page):
    expect(dot_page.locator("figure.live > img")).to_be_hidden()


def test_without_scripts_the_picture_stays(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/dot.html")
    expect(page.locator("figure.live > img")).to_be_visible()
    context.close()


# ---- the lecture's page


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.9, 1.02])
def test_the_lecture_shows_each_of_its_rates(lecture_page, rate):
    made, shown = live_figures(LECTURE)[0].figure, figure(lecture_page, 0)
    shown.button(f"{made.job.controls['rate'].label} = {rate}").click()
    shown.slider("step").press("End")
    assert_descent(shown, made, rate, made.job.steps)


def test_every_figure_of_the_lecture_moves_by_each_of_its_controls(lecture_page):
    for n, made in enumerate(live_figures(LECTURE)):
        for control in made.figure.job.controls.values():
            assert_moves(lecture_page, figure(lecture_page, n), control)


def assert_moves(page, shown, control):
    shown.reset()
    if control.kind != "steps":
        shown.slider("step").press("End")  # before the first step all rates look alike
    before = shown.pixels()
    move(shown, control)
    until(page, lambda: (shown.pixels() != before).any(), f"{control.label} moves nothing")


def move(shown, control):
    if control.kind == "point":
        shown.point.press("ArrowRight")
    elif control.kind == "choice":
        other = next(t for i, t in enumerate(control.texts) if i != control.default[0])
        shown.button(other).click()
    else:
        first = control.default in (0, (0,))
        shown.slider(control.label).press("End" if first else "Home")


def test_every_card_of_the_lecture_sets_its_figure(lecture_page):
    """It says its answer, sets the figure to its step, and takes it back when asked anew."""
    seen = cards_in(nbformat.read(LECTURE, as_version=4), LECTURE)
    boxes, known = lecture_page.locator(".guess-card"), []
    expect(boxes).to_have_count(len(seen))
    for box, card in zip(boxes.all(), (one.card for one in seen), strict=True):
        if card.figure not in known:
            known.append(card.figure)
        shown = figure(lecture_page, len(known) - 1)
        box.get_by_role("button", name="Show me").click()
        expect(box.get_by_role("status")).to_contain_text(card.text)
        shown.shows(step=card.model.setting["at_step"])
        box.get_by_role("button", name="Try again").click()
        shown.shows(step=0)


def test_a_curve_is_drawn_without_a_kernel(lecture_page):
    box, area = (lecture_page.locator(f"{name}") for name in
                 (".guess-card[data-kind=sketch]", ".live-area"))  # fmt: skip
    box.get_by_role("button", name="Draw the curve").click()
    place = area.bounding_box()
    right, middle = place["x"] + place["width"], place["y"] + place["height"] / 2
    lecture_page.mouse.move(place["x"] + 2, middle)
    lecture_page.mouse.down()
    lecture_page.mouse.move(right - 2, middle + place["height"] / 3, steps=10)
    lecture_page.mouse.up()
    lecture_page.locator(".live-ask").get_by_role("button", name="Check my guess").click()
    expect(box.get_by_role("status")).to_contain_text("Your curve falls; the true one rises.")
    box.get_by_role("button", name="Try again").click()


def test_without_scripts_a_card_is_its_question_and_a_folded_answer(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/31_learning_rate.html")
    still = page.locator(".guess").first
    expect(still).to_contain_text("Guess first.")
    expect(still.locator("details > p")).to_be_hidden()
    context.close()


def test_the_source_of_a_card_is_folded(lecture_page):
    source = lecture_page.locator("details.folded", has_text="cards.place(")
    expect(source.locator("pre")).to_be_hidden()
    source.get_by_text("Code", exact=True).click()
    expect(source.locator("pre")).to_be_visible()


def test_a_card_takes_the_place_of_its_folded_answer(lecture_page):
    expect(lecture_page.locator(".guess > .still").first).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_complain_of_in_a_figure(open_page, scheme):
    page = open_page("dot", color_scheme=scheme)
    options = {"preload": False}  # style sheets cannot be asked for from the disk
    found = Axe().run(page, context=".live-figure", options=options).response
    assert [(rule["id"], at["html"]) for rule in found["violations"] for at in rule["nodes"]] == []
    assert {rule["id"] for rule in found["passes"]} >= {"button-name", "color-contrast"}


def test_formulas_are_set(lecture_page):
    expect(lecture_page.locator("mjx-container").first).to_be_visible()
    assert not any("$" in text for text in lecture_page.locator("section").all_inner_texts())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_page_does_not_scroll_sideways(open_page, scheme):
    size = {"width": 420, "height": 800}
    page = open_page("31_learning_rate", viewport=size, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= 420
