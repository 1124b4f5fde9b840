"""The static site in a real Chromium: no kernel, no network, and every figure still moves."""

import functools
import http.server
import os
import threading

import matplotlib.pyplot as plt
import numpy as np
import pytest
from figures import live_figures
from live_zoo import zoo
from playwright.sync_api import expect

from helpers.errors import InputError
from helpers.site.__main__ import build

from .lab import ANYTHING, PATIENCE, ROOT, LiveFigure, write_notebook
from .oracle import drawn_by_matplotlib, unlike
from .test_lab import IMPORTS, assert_descent

pytestmark = pytest.mark.browser

LECTURE = ROOT / "notebooks" / "31_learning_rate.ipynb"
CELLS = (IMPORTS, "from live_zoo import simple, zoo", "zoo()", "simple(mode='kernel')")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of a site with the lecture and with every kind of artist and control."""
    folder = tmp_path_factory.mktemp("site")
    try:
        build([LECTURE, write_notebook("site_zoo", *CELLS)], folder)
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
    """Opens a page of the site, then cuts the network. In the end: no error, no foreign host."""
    contexts, wrong = [], []

    def open_it(name, **window):
        contexts.append(context := browser.new_context(**window))
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE)
        page.on("console", lambda m: m.type == "error" and wrong.append(m.text))
        page.on("pageerror", lambda e: wrong.append(f"uncaught: {e}"))
        page.on("requestfailed", lambda r: wrong.append(f"failed: {r.url}"))
        page.on("request", lambda r: own(r.url, address) or wrong.append(f"foreign: {r.url}"))
        page.goto(f"{address}/{name}.html")
        context.set_offline(True)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert wrong == []


def own(url, address):
    return url.startswith((f"{address}/", "data:", "blob:"))


def figure(page, n):
    """The n-th live figure, once it has painted its first picture."""
    found = LiveFigure(page, page.locator(".live-figure").nth(n))
    expect(found.canvas).to_have_attribute("data-cell", ANYTHING)
    return found


@pytest.fixture(scope="module")
def zoo_page(open_page):
    return open_page("site_zoo", device_scale_factor=2)


@pytest.fixture(scope="module")
def lecture_page(open_page):
    return open_page("31_learning_rate")


# ---- every kind of artist and of control, against matplotlib's own picture


def plain_zoo():
    """The zoo as the page's kernel made it, whatever style other tests have left behind."""
    with plt.style.context("default", after_reset=True):
        return zoo()


def drag_point(figure):
    """Drag the point from its place at (1, 2) to (−1, −1)."""
    made = plain_zoo()
    place = made.job.controls["start"].ax.transData.transform
    right, up = place((-1, -1)) - place((1, 2))
    scale = figure.box.locator(".live-stage").bounding_box()["width"] / made.canvas.width
    figure.drag(figure.point, scale * right, -scale * up)
    figure.drop()


MOVES = {  # what is done → (cell of the grid, step) then shown
    "nothing": (lambda figure: None, (1, 0, 3, 1), 6),
    "arrow key": (lambda figure: figure.slider("rate").press("ArrowRight"), (2, 0, 3, 1), 6),
    "mouse": (lambda figure: (figure.drag(figure.slider("rate"), 900), figure.drop()),
              (3, 0, 3, 1), 6),
    "choice": (lambda figure: figure.button("minus").click(), (1, 1, 3, 1), 6),
    "point by key": (lambda figure: figure.point.press("ArrowLeft"), (1, 0, 2, 1), 6),
    "point by mouse": (drag_point, (1, 0, 1, 0), 6),
    "step": (lambda figure: figure.button("One step further").click(), (1, 0, 3, 1), 0),
    "time": (lambda figure: figure.slider("step").press("ArrowLeft"), (1, 0, 3, 1), 5),
}  # fmt: skip


@pytest.mark.parametrize("move", MOVES)
def test_each_control_paints_what_matplotlib_paints(zoo_page, move):
    act, at, step = MOVES[move]
    shown = figure(zoo_page, 0)
    shown.reset()
    act(shown)
    shown.shows(cell=np.ravel_multi_index(at, (4, 2, 5, 3)), step=step)
    ours = shown.pixels(all_layers=True)[..., :3]
    assert not unlike(ours, drawn_by_matplotlib(plain_zoo(), at, step)).any()


def test_a_preset_follows_and_is_followed(zoo_page):
    shown = figure(zoo_page, 0)
    shown.slider("rate").press("Home")
    shown.shows(cell=np.ravel_multi_index((0, 0, 3, 1), (4, 2, 5, 3)))
    shown.button("rate = 0.5").click()
    shown.shows(cell=np.ravel_multi_index((1, 0, 3, 1), (4, 2, 5, 3)))
    expect(shown.slider("rate")).to_have_attribute("aria-valuetext", "0.5")


def test_play_runs_through_the_steps(zoo_page):
    shown = figure(zoo_page, 0)
    shown.reset()
    shown.watch()
    shown.button("Play the steps").click()
    shown.shows(step=0)
    shown.shows(step=6)
    assert [step for _, step in shown.seen()] == list(range(7))


def test_a_figure_that_needs_python_shows_its_picture_and_says_so(zoo_page):
    figure(zoo_page, 0)
    assert zoo_page.locator(".live-figure").count() == 1
    still = zoo_page.locator("figure").nth(1)
    expect(still.locator("img")).to_be_visible()
    assert still.locator("img").evaluate("img => img.naturalWidth") > 0
    expect(still.locator("figcaption")).to_contain_text("open the notebook to move it")


def test_the_live_figure_takes_the_place_of_its_picture(zoo_page):
    figure(zoo_page, 0)
    expect(zoo_page.locator("figure.live img").first).to_be_hidden()


def test_without_scripts_the_picture_stays(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/site_zoo.html")
    expect(page.locator("figure.live > img")).to_be_visible()
    context.close()


# ---- the lecture's page


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.9, 1.02])
def test_the_lecture_shows_each_of_its_rates(lecture_page, rate):
    made, shown = live_figures(LECTURE)[0], figure(lecture_page, 0)
    shown.button(f"{made.job.controls['rate'].label} = {rate}").click()
    assert_descent(shown, made, rate)


def test_every_figure_of_the_lecture_moves_by_each_of_its_controls(lecture_page):
    for n, made in enumerate(live_figures(LECTURE)):
        shown = figure(lecture_page, n)
        for control in made.job.controls.values():
            shown.reset()
            before = shown.pixels()
            move(shown, control)
            lecture_page.wait_for_timeout(50)  # two pictures' time
            assert (shown.pixels() != before).any(), f"figure {n}: {control.label}"


def move(shown, control):
    if control.kind == "point":
        shown.point.press("ArrowRight")
    elif control.kind == "choice":
        other = next(t for i, t in enumerate(control.texts) if i != control.default[0])
        shown.button(other).click()
    else:
        first = control.default in (0, (0,))
        shown.slider(control.label).press("End" if first else "Home")


def test_formulas_are_set(lecture_page):
    expect(lecture_page.locator("mjx-container").first).to_be_visible()
    assert "$" not in lecture_page.locator("section").all_inner_texts().__str__()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_page_does_not_scroll_sideways(open_page, scheme):
    size = {"width": 420, "height": 800}
    page = open_page("31_learning_rate", viewport=size, color_scheme=scheme)
    figure(page, 0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 420
