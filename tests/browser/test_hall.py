"""A live figure in the hall: full screen, magnified, by keys, pinned, guessed before it tells."""

import itertools
import re
from contextlib import contextmanager, nullcontext

import numpy as np
import pytest
from playwright.sync_api import expect

from .lab import ANYTHING, LiveFigure, as_pixels, write_notebook
from .test_accessibility import examine

pytestmark = pytest.mark.browser

SCREENS = [(1280, 720), (1920, 1080)]
WINDOW = (1280, 1000)
ZOOMS = [1, 1.25, 1.5, 1.75, 2]

# dots that climb a stair: where each is, is plain to say; sentences of a setting, and of each step
STAIRS = """
import matplotlib.pyplot as plt
import numpy as np
from helpers import live

def stairs(mode="auto", each=False, **time):
    fig, ax = plt.subplots(figsize=(9, 3.6))
    ax.set(xlim=(-1, 7), ylim=(-3, 3))
    climb, = ax.plot([], [], "o-", color="#ff0000", zorder=3)
    words = ax.text(0, -2.5, "")
    k = np.arange(7)

    def update(slope, side, start):
        height = side * slope * k / 6
        return {climb: live.trail(k, height + start[1]),
                words: live.frames([f"height {h:.2f}" for h in height])}

    def describe(slope, side, start):
        if each:
            return [f"It is {side * slope * n / 6:.2f} up." for n in k]
        more = " and on" * (slope > 2)
        return f"Slope {slope:g}: it ends at {side * slope + start[1]:.2f}{more}"

    return live.figure(
        fig, update, describe=describe, mode=mode,
        slope=live.slider([0.5, 1, 1.5, 2, 2.5], presets=[0.5, 2.5]),
        side=live.choice({"up": 1, "down": -1}),
        start=live.point(ax, grid=(9, 13), value=(1, 0), presets=[(3, 1), (5, -1)]),
        step=live.steps(6, **time))
"""
TABLE, KERNEL, PLAYING, EACH = 0, 1, 2, 3
REST = "side = up; start = (1, 0)"  # as it opens
FULL = re.compile("live-full")


@pytest.fixture(scope="module")
def hall(open_notebook):
    cells = STAIRS, "stairs()", "stairs(mode='kernel')", "stairs(play=True)", "stairs(each=True)"
    notebook = open_notebook(write_notebook("hall", *cells), size=WINDOW)
    notebook.run_all()
    yield notebook
    assert not [error for error in notebook.errors if error.startswith("uncaught")]


@pytest.fixture
def figure(hall):
    """The figure in table mode, as it opens, with the focus."""
    yield opened(hall, TABLE)
    hall.page.evaluate("document.fullscreenElement && document.exitFullscreen()")


def opened(hall, n):
    figure = hall.figure(n)
    figure.reset()
    figure.shows(step=0)
    return figure


def press(figure, *keys):
    for key in keys:
        figure.page.keyboard.press(key)


@pytest.fixture
def screen(hall):
    """Sets the window to a screen of so many pixels, zoomed; afterwards it is as it was."""
    session = hall.page.context.new_cdp_session(hall.page)

    def set_screen(width, height, zoom=1):
        session.send("Emulation.setDeviceMetricsOverride", {
            "width": round(width / zoom), "height": round(height / zoom),
            "deviceScaleFactor": zoom, "mobile": False})  # fmt: skip
        hall.page.wait_for_function(f"devicePixelRatio === {zoom}")
        settled(hall.page)

    yield set_screen
    set_screen(*WINDOW)


def settled(page):
    """A few frames later all that observes sizes has answered."""
    frame = "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"
    for _ in range(2):
        page.evaluate(frame)


def width_in_pixels(figure):
    """The stage's width in pixels of the screen, and its canvas's."""
    return figure.box.locator(".live-stage").evaluate("""stage => [
        stage.getBoundingClientRect().width * devicePixelRatio,
        stage.querySelector('canvas[role=img]').width]""")


# ---- as large as its room


@pytest.mark.parametrize("full", [False, True], ids=["page", "full screen"])
@pytest.mark.parametrize("size", SCREENS, ids=str)
def test_zooming_never_makes_it_smaller_or_blurred(figure, screen, size, full):
    widths = []
    for zoom in ZOOMS:
        screen(*size, zoom)
        with full_screen(figure) if full else nullcontext():
            shown, canvas = width_in_pixels(figure)
        assert abs(shown - canvas) < 1, "the canvas has other pixels than the screen"
        widths.append(shown)
    assert (np.diff(widths) > -2 * np.array(ZOOMS[1:])).all(), widths  # whole CSS pixels
    assert min(widths) > 0.75 * size[0]


@contextmanager
def full_screen(figure):
    press(figure, "f")
    expect(figure.box).to_have_class(re.compile("live-full"))
    settled(figure.page)
    yield
    press(figure, "f")
    expect(figure.box).not_to_have_class(re.compile("live-full"))


@pytest.mark.parametrize("zoom", [1, 2])
@pytest.mark.parametrize("size", [*SCREENS, (1024, 768), (2560, 1080)], ids=str)
def test_in_full_screen_everything_fits_and_nothing_overlaps(figure, screen, size, zoom):
    screen(*size, zoom)
    with full_screen(figure):
        width, height, parts = figure.box.evaluate(PARTS)
        for name, box in parts:
            assert -1 <= box[0] < box[2] <= width + 1, f"{name} sticks out"
            assert -1 <= box[1] < box[3] <= height + 1, f"{name} sticks out"
        for (one, a), (other, b) in itertools.combinations(parts, 2):
            apart = a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1
            assert apart, f"{one} and {other} overlap"
        stage = parts[-1][1]
        assert stage[2] - stage[0] > 0.85 * width or stage[3] - stage[1] > 0.6 * height


# the window's size; the name and the box of each part, the stage last
PARTS = """(figure) => {
    const names = 'button:not(.live-point), .slider-container, .widget-label, .widget-readout, '
        + '.live-words';
    return [innerWidth, innerHeight, [...figure.querySelectorAll(names),
        figure.querySelector('.live-stage')].map((part) => {
            const { left, top, right, bottom } = part.getBoundingClientRect();
            return [part.getAttribute('aria-label') || part.className, [left, top, right, bottom]];
        })];
}"""


def test_full_screen_by_button_and_back(figure):
    figure.button("Full screen").click()
    assert figure.page.evaluate("document.fullscreenElement?.className").startswith("lm-Widget")
    expect(figure.button("Leave full screen")).to_have_attribute("aria-pressed", "true")
    press(figure, "2")
    figure.shows(cell=cell_of(slope=4))
    figure.button("Leave full screen").click()
    figure.page.wait_for_function("!document.fullscreenElement")


def test_where_full_screen_is_not_allowed_it_covers_the_page(figure):
    figure.box.evaluate("box => { box.requestFullscreen = () => Promise.reject(new TypeError()) }")
    with full_screen(figure):
        box, (width, height) = figure.box.bounding_box(), WINDOW
        assert box == {"x": 0, "y": 0, "width": width, "height": height}
    figure.box.evaluate("box => { delete box.requestFullscreen }")


def test_it_is_sharp_however_the_page_is_scaled(figure):
    """Slides scale a whole page by a transform."""
    for scale in (1.3, 0.8):
        figure.box.evaluate("(box, by) => { box.style.transform = `scale(${by})` }", scale)
        figure.page.evaluate("dispatchEvent(new Event('resize'))")
        settled(figure.page)
        shown, canvas = width_in_pixels(figure)
        assert abs(shown - canvas) < 1
    figure.box.evaluate("box => { box.style.transform = '' }")
    figure.page.evaluate("dispatchEvent(new Event('resize'))")


def test_the_output_view_uses_its_panel(hall, figure):
    hall.page.evaluate("""() => {
        const { content } = jupyterapp.shell.currentWidget;
        content.activeCellIndex = 1;
        return jupyterapp.commands.execute('notebook:create-output-view').then(() => null);
    }""")
    hall.page.wait_for_function("!jupyterapp.shell.currentWidget.sessionContext")
    view = LiveFigure(hall.page, hall.page.locator(".jp-LinkedOutputView .live-figure"))
    expect(view.canvas).to_have_attribute("data-cell", ANYTHING)
    settled(hall.page)
    panel = hall.page.locator(".jp-LinkedOutputView").bounding_box()
    box, foot = view.box.bounding_box(), view.box.locator(".live-words").bounding_box()
    assert 0.9 * panel["height"] < box["height"] <= panel["height"]
    assert foot["y"] + foot["height"] <= panel["y"] + panel["height"]
    view.button("slope = 2.5").click()
    expect(figure.slider("slope")).to_have_attribute("aria-valuetext", "2.5")
    hall.page.evaluate("jupyterapp.shell.currentWidget.dispose()")


def test_the_page_does_not_jump_when_the_sentence_changes(figure, screen):
    screen(640, 720)
    heights = set()
    for key in ("1", "2", "End", "Home", "b", "b"):
        press(figure, key)
        if key == "2":
            figure.slider("step").focus()
        settled(figure.page)
        heights.add(figure.box.bounding_box()["height"])
    assert len(heights) == 1


# ---- its keys


def cell_of(slope=0, side=0, start=(2, 6)):
    """The cell of these indices (the preset (1, 0) is the default)."""
    return np.ravel_multi_index((slope, side, *start), (5, 2, 9, 13))


def test_every_key_does_what_the_overlay_says(figure):
    press(figure, "2")
    figure.shows(cell=cell_of(slope=4), step=0)
    press(figure, "3")
    figure.shows(cell=cell_of(slope=4, start=(4, 8)), step=0)
    press(figure, "+", "=", "+", "-")
    figure.shows(step=2)
    press(figure, "r")
    figure.shows(cell=cell_of(), step=0)
    press(figure, "-")
    figure.shows(step=0)
    press(figure, "Space")
    expect(figure.button("Pause")).to_be_visible()
    press(figure, "Space")
    expect(figure.button("Play the steps")).to_be_visible()


def test_a_click_on_a_button_leaves_the_keys_to_the_figure(figure):
    figure.button("slope = 2.5").click()
    expect(figure.card).to_be_focused()
    press(figure, "+")
    figure.shows(cell=cell_of(slope=4), step=1)
    figure.button("down").click()
    press(figure, "Space")
    expect(figure.button("Pause")).to_be_visible()
    press(figure, "Space", "r")


def test_keys_that_a_control_needs_are_its_own(figure):
    figure.button("Reset: everything as at the start").focus()
    press(figure, "+", "Space")  # space presses the button
    figure.shows(step=0)
    expect(figure.button("Play the steps")).to_be_visible()
    figure.slider("slope").focus()
    press(figure, "ArrowRight", "+")
    figure.shows(cell=cell_of(slope=1), step=1)
    readout = figure.box.get_by_role("textbox", name="step, value")
    readout.click()
    press(figure, "Control+a", "3", "Enter")
    figure.shows(cell=cell_of(slope=1), step=3)
    press(figure, "Control+p")  # not a pin: with Control, Alt or Meta a key is not ours
    expect(figure.box.locator(".live-pinned")).to_be_hidden()


def test_a_remotes_keys_pass_through(figure):
    figure.page.evaluate("""() => {
        window.passed = [];
        addEventListener('keydown', (e) => passed.push(e.key));
    }""")
    press(figure, "PageDown", "PageUp", "s", "j")
    assert figure.page.evaluate("passed") == ["PageDown", "PageUp", "s"]


def test_n_goes_to_the_next_figure_and_round(hall, figure):
    for n in (1, 2, 3, 0):
        press(figure, "n")
        expect(hall.figure(n).card).to_be_focused()
        expect(hall.figure(n).canvas).to_be_in_viewport()


def test_n_takes_full_screen_along(hall, figure):
    press(figure, "f")
    expect(figure.box).to_have_class(re.compile("live-full"))
    press(figure, "n")
    expect(hall.figure(1).box).to_have_class(re.compile("live-full"))
    expect(figure.box).not_to_have_class(re.compile("live-full"))
    press(figure, "f")
    expect(hall.figure(1).box).not_to_have_class(re.compile("live-full"))


def test_full_screen_is_left_where_n_has_led(hall, figure):
    third = hall.page.locator(".live-figure").nth(2)
    press(figure, "f")
    expect(figure.box).to_have_class(FULL)
    for n in (1, 2):
        press(figure, "n")
        expect(hall.page.locator(".live-figure").nth(n)).to_have_class(FULL)
    hall.page.evaluate("document.exitFullscreen()")  # as Escape does
    expect(third).not_to_have_class(FULL)
    expect(third.locator(".live-stage")).to_be_in_viewport(ratio=0.95)


def test_the_overlay_names_the_keys_and_escape_closes_it(hall, figure):
    press(figure, "?")
    dialog = figure.box.get_by_role("dialog", name="Keys of this figure")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("row")).to_have_count(10)
    found = examine(hall, figure)
    assert [rule["id"] for rule in found["violations"]] == []
    press(figure, "2")  # not while it is open
    press(figure, "Escape")
    expect(dialog).to_be_hidden()
    expect(figure.card).to_be_focused()
    figure.shows(cell=cell_of())


# ---- time: its speed, its start and its end


def test_play_has_three_speeds_and_respects_a_reader_who_wants_less_motion(figure):
    page = figure.page
    page.evaluate("""() => {
        window.paces = [];
        const real = window.setInterval;
        window.setInterval = (act, pace, ...rest) => {
            paces.push(pace);
            return real(act, pace, ...rest);
        };
    }""")
    for motion, least in (("no-preference", 50), ("reduce", 500)):
        page.emulate_media(reduced_motion=motion)
        page.evaluate("paces.length = 0")
        for name in ("normal", "fast", "slow"):
            press(figure, "Space", "Space")
            figure.button(f"Speed of Play: {name}").click()
        normal, fast, slow = page.evaluate("paces")
        assert least <= fast <= normal < slow
    page.emulate_media(reduced_motion="no-preference")


def test_step_and_play_are_announced_once_they_have_settled(figure):
    expect(figure.spoken).to_have_text(f"slope = 0.5; {REST}, before the first step.")
    figure.spoken.evaluate("""node => {
        window.heard = [];
        new MutationObserver(() => heard.push(node.textContent))
            .observe(node, { childList: true, characterData: true, subtree: true });
    }""")
    press(figure, "+", "+", "+", "Space")
    expect(figure.spoken).to_have_text("Slope 0.5: it ends at 0.50. Step 6 of 6.")
    assert figure.page.evaluate("heard") == [
        "Playing from step 3 of 6.", "Slope 0.5: it ends at 0.50. Step 6 of 6."]  # fmt: skip
    expect(figure.box.locator(".live-read")).to_have_text("In the picture: height 0.50")


# ---- guess first


def test_nothing_is_told_before_the_last_step(figure):
    press(figure, "2")
    expect(figure.said).to_have_text(f"slope = 2.5; {REST}, before the first step.")
    press(figure, "+", "+")
    expect(figure.said).to_have_text(f"slope = 2.5; {REST}, after 2 of 6 steps.")
    press(figure, "+", "+", "+", "+")
    expect(figure.said).to_have_text("Slope 2.5: it ends at 2.50 and on")


def test_a_sentence_of_each_step_is_said_at_its_step(hall):
    figure = opened(hall, EACH)
    expect(figure.said).to_have_text("It is 0.00 up.")
    press(figure, "+", "+", "+")
    expect(figure.said).to_have_text("It is 0.25 up.")
    press(figure, "b")
    expect(figure.said).to_have_text(f"slope = 0.5; {REST}, after 3 of 6 steps.")
    press(figure, "b")
    expect(figure.said).to_have_text("It is 0.25 up.")


def test_the_words_may_be_hidden_until_they_are_wanted(figure):
    press(figure, "+", "+", "+", "+", "+", "+", "b")
    expect(figure.said).to_have_text(f"slope = 0.5; {REST}, after 6 of 6 steps.")
    expect(figure.button("Show the words")).to_have_attribute("aria-pressed", "true")
    press(figure, "r", "2", "+", "+", "+", "+", "+", "+")
    expect(figure.said).not_to_contain_text("ends")
    figure.button("Show the words").click()
    expect(figure.said).to_have_text("Slope 2.5: it ends at 2.50 and on")


def test_a_preset_rewinds_and_plays_where_the_author_says_so(hall):
    figure = opened(hall, PLAYING)
    press(figure, "+", "+", "+")
    figure.watch()
    press(figure, "2")
    figure.shows(step=6)
    assert figure.seen() == [[cell_of(slope=4), step] for step in range(7)]


# ---- a pin


@pytest.mark.parametrize("mode", [TABLE, KERNEL], ids=["table", "kernel"])
def test_a_pin_keeps_the_picture_below_the_next(hall, mode):
    figure = opened(hall, mode)
    press(figure, "2", "+", "+", "+", "+")
    expect(figure.said).to_have_text(f"slope = 2.5; {REST}, after 4 of 6 steps.")
    pinned = red(figure.pixels())
    press(figure, "p")
    chip = figure.box.locator(".live-pinned")
    expect(chip).to_have_text(f"pinned: slope = 2.5; {REST}, step 4")
    ghost = red(ghost_of(figure))
    assert (ghost & grown(pinned)).sum() == ghost.sum() > 100, "the ghost lies elsewhere"
    count_paintings(figure)
    press(figure, "1", "+", "+", "+")
    figure.shows(step=3)
    assert np.array_equal(red(ghost_of(figure)), ghost)
    assert figure.page.evaluate("ghostly") == 0, "the ghost is painted at every picture"
    press(figure, "p")
    expect(chip).to_be_hidden()
    expect(figure.box.locator(".live-ghost")).to_be_hidden()
    press(figure, "p", "r")
    expect(chip).to_be_hidden()


def count_paintings(figure):
    figure.box.locator(".live-ghost").evaluate("""canvas => {
        const g = canvas.getContext('2d'), clear = g.clearRect.bind(g);
        window.ghostly = 0;
        g.clearRect = (...box) => { window.ghostly += 1; clear(...box); };
    }""")


def ghost_of(figure):
    png = figure.box.locator(".live-ghost").evaluate("canvas => canvas.toDataURL()")
    return as_pixels(png)


def red(pixels):
    return (pixels[..., 3] > 128) & (pixels[..., 0] > 200) & (pixels[..., 1] < 60)


def grown(where, by=4):
    """Also what lies up to ``by`` pixels beside."""
    rows, columns = np.nonzero(where)
    out = np.zeros_like(where)
    for dy, dx in itertools.product(range(-by, by + 1), repeat=2):
        out[(rows + dy).clip(0, len(out) - 1), (columns + dx).clip(0, len(out[0]) - 1)] = True
    return out


# ---- a point yields


def place_of(figure, x, y):
    """The page's position of a place in the axes, (−1 … 7) × (−3 … 3)."""
    box = figure.box.locator(".live-stage").bounding_box()
    (left, right), (bottom, top) = (0.125, 0.9), (0.11, 0.88)  # matplotlib's own margins
    u, v = left + (right - left) * (x + 1) / 8, bottom + (top - bottom) * (y + 3) / 6
    return box["x"] + u * box["width"], box["y"] + (1 - v) * box["height"]


def test_a_click_on_the_map_places_the_point_and_a_drag_from_anywhere_follows(figure):
    page = figure.page
    figure.canvas.scroll_into_view_if_needed()
    page.mouse.click(*place_of(figure, 5, -2))
    figure.shows(cell=cell_of(start=(6, 2)))
    page.mouse.move(*place_of(figure, 0, 2))
    page.mouse.down()
    page.mouse.move(*place_of(figure, 3, 1), steps=5)
    page.mouse.up()
    figure.shows(cell=cell_of(start=(4, 8)))
    box = figure.box.locator(".live-stage").bounding_box()
    page.mouse.click(box["x"] + 3, box["y"] + 3)  # outside of the axes
    figure.shows(cell=cell_of(start=(4, 8)))


def test_the_ring_lies_below_the_marks_and_fades_once_the_run_has_begun(figure):
    order = figure.box.locator(".live-stage").evaluate(
        "stage => [...stage.children].map((node) => node.className)"
    )
    ring, marks = (next(i for i, name in enumerate(order) if name.startswith(start))
                   for start in ("live-point", "live-layer"))  # fmt: skip
    assert ring < len(order) - 1 and order[-1] == "live-layer" and marks == 0
    box = figure.point.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    figure.page.mouse.move(0, 0)
    opacity = "node => Number(getComputedStyle(node, '::before').opacity)"
    before = figure.point.evaluate(opacity)
    figure.card.focus()
    press(figure, "+")
    figure.shows(step=1)
    assert figure.point.evaluate(opacity) < before == 1


# ---- fingers


@pytest.fixture
def finger(hall, figure):
    """Swipes with one finger, from a place by so many pixels; returns how far the page scrolled."""
    session = hall.page.context.new_cdp_session(hall.page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    figure.box.evaluate("box => box.scrollIntoView({ block: 'end' })")
    scroller = "document.querySelector('.jp-WindowedPanel-outer').scrollTop"

    def swipe(x, y, dx, dy):
        before = hall.page.evaluate(scroller)
        point = {"x": x, "y": y}
        session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
        for part in np.linspace(0, 1, 11)[1:]:
            point = {"x": x + part * dx, "y": y + part * dy}
            move = {"type": "touchMove", "touchPoints": [point]}
            if dx or dy:
                session.send("Input.dispatchTouchEvent", move)
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        now = None
        while now != (now := hall.page.evaluate(scroller)):  # a swipe swings on
            settled(hall.page)
        return now - before

    yield swipe
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_finger_drags_the_ring_without_scrolling(figure, finger):
    x, y = place_of(figure, 1, 0)
    x1, y1 = place_of(figure, 3, -2)
    assert finger(x, y, x1 - x, y1 - y) == 0
    figure.shows(cell=cell_of(start=(4, 2)))


def test_a_tap_places_the_point_and_a_swipe_over_the_map_scrolls(figure, finger):
    assert finger(*place_of(figure, 5, -2), 0, 0) == 0
    figure.shows(cell=cell_of(start=(6, 2)))
    assert finger(*place_of(figure, 0, 2), 0, 200) < -50
    figure.shows(cell=cell_of(start=(6, 2)))


def test_a_finger_on_a_rail_scrolls_up_and_down_and_moves_the_slider_sideways(figure, finger):
    x, y = middle(figure.box.locator(".noUi-target").first.bounding_box())
    assert finger(x, y, 5, 200) < -50
    figure.shows(cell=cell_of())
    figure.box.evaluate("box => box.scrollIntoView({ block: 'end' })")
    rail = figure.box.locator(".noUi-target").first.bounding_box()
    x, y = middle(rail)
    assert finger(x, y, rail["width"] / 2, 0) == 0
    figure.shows(cell=cell_of(slope=4))
    assert finger(x, y, 0, 0) == 0
    figure.shows(cell=cell_of(slope=2))


# ---- without colours of its own; with large handles


def test_handles_and_buttons_are_large_enough(hall, figure):
    for box in (node.bounding_box() for node in figure.box.get_by_role("slider").all()):
        assert min(box["width"], box["height"]) >= 24


def test_fingers_find_buttons_of_44_pixels(hall, figure, phone):
    for node in figure.box.locator("button:not(.live-point)").all():
        if node.is_visible():
            assert node.bounding_box()["height"] >= 44


@pytest.fixture
def phone(hall, screen):
    """A telephone's screen, under fingers."""
    session = hall.page.context.new_cdp_session(hall.page)
    session.send("Emulation.setDeviceMetricsOverride", {
        "width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True})  # fmt: skip
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    hall.page.wait_for_function("matchMedia('(pointer: coarse)').matches")
    settled(hall.page)
    yield
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})


def test_forced_colours_keep_tracks_ring_and_what_is_chosen(hall, figure):
    hall.page.emulate_media(forced_colors="active")
    press(figure, "1")
    canvas, track, chosen, other, ring = figure.box.evaluate("""box => {
        const colour = (node, name, part) => getComputedStyle(node, part)[name];
        const probe = box.appendChild(document.createElement('i'));
        probe.style.backgroundColor = 'Canvas';
        const canvas = colour(probe, 'backgroundColor');
        probe.remove();
        const pressed = (on) => box.querySelector(`.live-buttons [aria-pressed='${on}']`);
        return [canvas, colour(box.querySelector('.noUi-target'), 'backgroundColor'),
            colour(pressed(true), 'backgroundColor'), colour(pressed(false), 'backgroundColor'),
            colour(box.querySelector('.live-point'), 'borderTopColor', '::before')];
    }""")
    assert track != canvas
    assert chosen != other
    assert ring == "rgb(22, 33, 43)", "the stage is light in every scheme"
    hall.page.emulate_media(forced_colors="none")
