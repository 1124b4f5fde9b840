"""Every reader can use a live figure: by keyboard, by ear, in the dark, on a narrow window."""

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .lab import write_notebook
from .test_lab import IMPORTS, STEERED

pytestmark = pytest.mark.browser

THEMES = ["JupyterLab Light", "JupyterLab Dark"]
WINDOWS = {"laptop": (1280, 720), "lecture, zoomed to 150 %": (853, 480), "narrow": (480, 800),
           "phone": (360, 740), "zoomed to 400 %": (320, 180)}  # fmt: skip


@pytest.fixture(scope="module")
def zoo(open_notebook):
    """A figure with every kind of control, and below it one that complains."""
    cells = IMPORTS, "from live_zoo import zoo\nzoo()", STEERED, "steered('table')"
    notebook = open_notebook(write_notebook("accessible", *cells))
    notebook.run_all()
    notebook.figure(1).slider("turn").press("ArrowLeft")
    expect(notebook.figure(1).alert).to_be_visible()
    return notebook


def figures(notebook):
    return [notebook.figure(n) for n in range(notebook.page.locator(".live-figure").count())]


# ---- axe-core: names, roles, states, contrast


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("place", ["lesson", "zoo"])
def test_axe_finds_nothing_to_complain_of(request, place, theme):
    notebook = request.getfixturevalue(place)
    notebook.command("apputils:change-theme", theme=theme)
    expect(notebook.page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
    passed = set()
    for figure in figures(notebook):
        found = examine(notebook, figure)
        wrong = [(rule["id"], at["html"]) for rule in found["violations"] for at in rule["nodes"]]
        assert wrong == []
        passed |= {rule["id"] for rule in found["passes"]}
    assert passed >= {"aria-input-field-name", "button-name", "color-contrast"}


def examine(notebook, figure):
    """What axe-core says of one live figure."""
    figure.box.scroll_into_view_if_needed()
    # the page's body has no height, so that axe would take all that stands in it for hidden
    notebook.page.evaluate("document.body.style.overflow = 'visible'")
    figure.box.evaluate("box => { box.id = 'examined' }")
    found = Axe().run(notebook.page, context="#examined").response
    figure.box.evaluate("box => box.removeAttribute('id')")
    return found


# ---- the keyboard, inside a JupyterLab that has keys of its own


def test_tab_reaches_every_control_once_in_the_order_of_the_page(zoo):
    figure = figures(zoo)[0]
    figure.slider("rate").focus()
    reached = [focused(zoo)]
    while (name := tab(zoo)) is not None:
        reached.append(name)
    assert reached == [
        "rate", "plus", "minus", "step", "step, value", "rate = 0.5", "Play the steps",
        "One step further", "Speed of Play: normal", "Reset: everything as at the start",
        "start at (1, 2); arrow keys move it", "Pin this picture, to compare another with it",
        "Hide the words", "Full screen", "Keys",
    ]  # fmt: skip


def focused(notebook):
    """The name of the focused control, None outside the figure."""
    return notebook.page.evaluate("""() => {
        const at = document.activeElement;
        if (!document.querySelector('.live-figure').contains(at)) return null;
        return at.getAttribute('aria-label') || at.textContent;
    }""")


def tab(notebook):
    notebook.page.keyboard.press("Tab")
    return focused(notebook)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_buttons_are_pressed_by_key(zoo, key):
    figure = figures(zoo)[0]
    figure.reset()
    figure.slider("rate").press("Home")
    figure.button("rate = 0.5").press(key)
    expect(figure.slider("rate")).to_have_attribute("aria-valuetext", "0.5")
    figure.button("minus").press(key)
    expect(figure.button("minus")).to_have_attribute("aria-pressed", "true")
    figure.button("One step further").press(key)
    figure.shows(step=1)


def test_jupyterlab_steals_no_key(zoo):
    """Neither the cells nor which of them is chosen change, whatever is typed on a control."""
    figure, before = figures(zoo)[0], state(zoo)
    for control in (figure.slider("rate"), figure.button("rate = 0.5"), figure.point):
        for key in ("a", "j", "k", "m", "x", "s", "ArrowUp", "ArrowDown", "Enter"):
            control.press(key)
            assert state(zoo) == before, f"{key} was stolen"


def state(notebook):
    return notebook.page.evaluate("""() => {
        const { content } = jupyterapp.shell.currentWidget;
        return [content.activeCellIndex, content.mode,
                content.model.toJSON().cells.map((cell) => [cell.cell_type, cell.source])];
    }""")


def test_what_is_shown_is_also_said(zoo):
    figure = figures(zoo)[0]
    figure.reset()
    figure.slider("rate").press("Home")
    expect(figure.said).to_have_text("rate 0.1")
    expect(figure.canvas).to_have_attribute("aria-label", "rate 0.1. Step 6 of 6.")
    expect(figure.spoken).to_have_text("rate 0.1. Step 6 of 6.")
    expect(figure.box.locator(".live-read")).to_have_text("In the picture: r = 0.10")


# ---- the layout: nothing overlaps, nothing is cut off


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("place", ["lesson", "zoo"])
def test_the_controls_fit_the_window(request, place, window):
    notebook = request.getfixturevalue(place)
    width, height = WINDOWS[window]
    notebook.page.set_viewport_size({"width": width, "height": height})
    for figure in figures(notebook):
        left, right, parts = figure.box.evaluate(PLACES)
        for name, box, cut in parts:
            assert left - 1 <= box[0] < box[2] <= right + 1, f"{name} sticks out"
            assert box[2] - box[0] > 10, f"{name} is crushed"
            assert not cut, f"the text of {name} is cut off"
        for (one, a, _), (other, b, _) in itertools.combinations(parts, 2):
            apart = a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1
            assert apart, f"{one} and {other} overlap"


# left and right end of the cell's output; the name, the box and whether text is cut, of each part
PLACES = """(figure) => {
    const output = figure.closest('.jp-OutputArea').getBoundingClientRect();
    const parts = figure.querySelectorAll(
        'button:not(.live-point), .noUi-target, .widget-label, .widget-readout, .live-stage, '
        + '.live-words');
    return [output.left, output.right, [...parts].map((part) => {
        const { left, top, right, bottom } = part.getBoundingClientRect();
        const cut = part.scrollWidth > part.clientWidth + 1 && !part.matches('.noUi-target');
        return [part.getAttribute('aria-label') || part.className, [left, top, right, bottom], cut];
    })];
}"""
