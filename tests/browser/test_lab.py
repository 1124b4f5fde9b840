"""Live figures in a real JupyterLab: run, dragged, stepped; their pixels are read back."""

import re

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from figures import live_figures
from live_zoo import zoo
from playwright.sync_api import expect

from helpers.live.settings import said

from .lab import ROOT, write_notebook
from .oracle import area, distances, drawn_by_matplotlib, in_pixels, painted, unlike

pytestmark = pytest.mark.browser

IMPORTS = f"import sys; sys.path.append({str(ROOT / 'tests')!r})"


# ---- the lecture: gradient descent on x², from 2


@pytest.fixture
def shown(lesson):
    """Its first live figure, as at the start; afterwards the console is free of errors."""
    figure = lesson.figure(0)
    figure.reset()
    yield figure
    assert lesson.errors == []


@pytest.fixture(scope="module")
def made():
    """The same figure, made in this process by the same cells."""
    return live_figures(ROOT / "notebooks" / "31_learning_rate.ipynb")[0].figure


def expected(made, rate, step):
    """[(line, its data)]: iterates and losses by the closed form (1 − 2r)ᵏ x₀."""
    iterates, losses = sorted(
        (a for a in made.job.moving if hasattr(a, "get_xydata")),
        key=lambda line: line.axes.bbox.x0,
    )
    k = np.arange(step + 1)
    x = 2 * (1 - 2 * rate) ** k
    return [(iterates, (x, x**2)), (losses, (k, x**2))]


def assert_descent(shown, made, rate, step):
    """All that is to be seen is painted, each point in its place, and nothing else is."""
    shown.shows(cell=made.job.controls["rate"].values.index(rate), step=step)
    pixels, lines = shown.pixels(), expected(made, rate, step)
    scale = pixels.shape[1] / made.canvas.width
    rest = painted(pixels, lines[0][0].get_color())
    for line, data in lines:
        place, path = area(line.axes, scale), in_pixels(line.axes, *data, scale)
        radius = scale * line.get_markersize() / 2 * made.canvas.dot
        here = np.zeros_like(rest)
        here[place] = rest[place]
        assert distances(here, path).max() < radius + 1.5, "a ghost"
        for x, y in np.rint(uncovered(path, place, 3 * radius)).astype(int):
            assert here[y - 2 : y + 2, x - 2 : x + 2].any(), f"no point at {x}, {y}"
        rest[place] = False
    assert not rest.any(), "something is painted outside the axes"


def uncovered(path, place, near):
    """The points of a path that lie inside the axes and have no later point over them."""
    (top, bottom), (left, right) = ((side.start + 3, side.stop - 3) for side in place)
    inside = ((path > (left, top)) & (path < (right, bottom))).all(-1)
    free = [np.all(np.linalg.norm(path[i + 1 :] - at, axis=-1) > near) for i, at in enumerate(path)]
    return path[inside & free]


def test_the_whole_notebook_runs_and_its_figures_appear(lesson):
    wrong = [out for outputs in lesson.outputs() for out in outputs
             if out["output_type"] == "error" or out.get("name") == "stderr"]  # fmt: skip
    assert wrong == []
    for n in range(len(live_figures(ROOT / "notebooks" / "31_learning_rate.ipynb"))):
        lesson.figure(n)
    assert lesson.errors == []


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.9, 1.02])
def test_a_preset_rewinds_and_the_last_step_shows_its_rate(shown, made, rate):
    label = made.job.controls["rate"].label
    shown.slider("step").press("End")
    shown.button(f"{label} = {rate}").click()
    assert_descent(shown, made, rate, 0)
    expect(shown.button(f"{label} = {rate}")).to_have_attribute("aria-pressed", "true")
    shown.slider("step").press("End")
    assert_descent(shown, made, rate, made.job.steps)


def test_keys_step_the_slider(shown, made):
    control = made.job.controls["rate"]
    start, handle = control.default[0], shown.slider(control.label)
    shown.slider("step").press("End")
    for key, at in [("ArrowRight", start + 1), ("ArrowUp", start + 2), ("ArrowLeft", start + 1),
                    ("Home", 0), ("End", len(control.values) - 1)]:  # fmt: skip
        handle.press(key)
        assert_descent(shown, made, control.values[at], made.job.steps)
        expect(handle).to_have_attribute("aria-valuetext", control.texts[at])


def test_the_slider_is_dragged_with_the_mouse(shown, made):
    control = made.job.controls["rate"]
    shown.slider("step").press("End")
    shown.watch()
    shown.drag(shown.slider(control.label), 300)
    shown.drop()
    at = control.texts.index(shown.slider(control.label).get_attribute("aria-valuetext"))
    assert at > control.default[0]
    assert_descent(shown, made, control.values[at], made.job.steps)
    passed = [cell for cell, _ in shown.seen()]
    assert passed == sorted(passed), "it went back"
    assert len(set(passed)) > 5, "it did not follow the mouse"
    assert passed[-1] == at


def test_divergence_is_seen_at_1_02(shown, made):
    shown.button(f"{made.job.controls['rate'].label} = 1.02").click()
    shown.slider("step").press("End")
    assert_descent(shown, made, 1.02, made.job.steps)
    pixels = shown.pixels()
    (walk, _), (fall, _) = expected(made, 1.02, made.job.steps)
    scale = pixels.shape[1] / made.canvas.width
    window, losses = (
        np.nonzero(painted(pixels, line.get_color())[area(line.axes, scale)])
        for line in (walk, fall)
    )
    assert window[0].min() <= 2, "the iterates leave the window at its top"
    height = {side: losses[0][losses[1] == edge(losses[1])].mean()
              for side, edge in {"first": np.min, "last": np.max}.items()}  # fmt: skip
    assert height["last"] < height["first"], "the loss rises"


def test_play_shows_every_step_once_and_stops(shown, made):
    shown.watch()
    shown.button("Play the steps").click()
    expect(shown.button("Pause")).to_be_visible()
    expect(shown.button("Play the steps")).to_be_visible(timeout=15_000)
    assert [step for _, step in shown.seen()] == list(range(1, made.job.steps + 1))
    assert_descent(shown, made, start_of(made), made.job.steps)
    shown.watch()
    shown.button("Play the steps").click()  # at the end: once more from the start
    expect(shown.canvas).to_have_attribute("data-step", re.compile(r"^[1-9]$"))
    assert [step for _, step in shown.seen()][:2] == [0, 1]


def test_play_can_be_paused(shown, made):
    shown.watch()
    shown.button("Play the steps").click()
    expect(shown.canvas).to_have_attribute("data-step", re.compile(r"^\d$"))
    shown.button("Pause").click()
    at = int(shown.canvas.get_attribute("data-step"))
    assert at < made.job.steps
    assert_descent(shown, made, start_of(made), at)


def test_step_goes_on_by_one_and_stops_at_the_last(shown, made):
    stepper = shown.button("One step further")
    for step in (1, 2):
        stepper.click()
        assert_descent(shown, made, start_of(made), step)
    shown.slider("step").press("End")
    expect(stepper).to_have_attribute("aria-disabled", "true")
    stepper.click(force=True)
    assert_descent(shown, made, start_of(made), made.job.steps)


def test_the_step_slider_chooses_the_step(shown, made):
    handle = shown.slider(made.job.controls["step"].label)
    handle.press("End")
    handle.press("ArrowLeft")
    assert_descent(shown, made, start_of(made), made.job.steps - 1)
    shown.drag(handle, -200)
    shown.drop()
    step = int(handle.get_attribute("aria-valuetext"))
    assert 0 < step < made.job.steps - 1
    assert_descent(shown, made, start_of(made), step)


def test_reset_puts_everything_back(shown, made):
    shown.slider(made.job.controls["rate"].label).press("Home")
    shown.slider(made.job.controls["step"].label).press("End")
    assert_descent(shown, made, 0.01, made.job.steps)
    shown.reset()
    assert_descent(shown, made, start_of(made), 0)


def test_the_browser_says_what_python_says(shown, made):
    shown.button(f"{made.job.controls['rate'].label} = 1.02").click()
    for key, step in [("Home", 0), ("+", 1), ("End", made.job.steps), ("-", made.job.steps - 1)]:
        shown.slider("step").press(key)
        expect(shown.said).to_have_text(said(made, rate=1.02, step=step))


def start_of(made):
    control = made.job.controls["rate"]
    return control.value(control.default)


# ---- every kind of artist and of control, against matplotlib's own picture


@pytest.fixture(scope="module")
def animals(open_notebook):
    cells = write_notebook("zoo", IMPORTS, "from live_zoo import zoo\nzoo()")
    notebook = open_notebook(cells, size=(2560, 1440), zoom=2)  # as fine as its background
    notebook.run_all()
    yield notebook.figure()
    assert notebook.errors == []


MOVES = {
    "the start": (lambda figure: None, (1, 0, 3, 1), 6),
    "slider": (lambda figure: figure.slider("rate").press("End"), (3, 0, 3, 1), 6),
    "choice": (lambda figure: figure.button("minus").click(), (1, 1, 3, 1), 6),
    "point": (lambda figure: figure.point.press("ArrowDown"), (1, 0, 3, 0), 6),
    "time": (lambda figure: figure.slider("step").press("Home"), (1, 0, 3, 1), 0),
}


@pytest.mark.parametrize("move", MOVES)
def test_every_artist_is_painted_as_matplotlib_paints_it(animals, move):
    act, at, step = MOVES[move]
    animals.reset()
    act(animals)
    animals.shows(cell=np.ravel_multi_index(at, (4, 2, 5, 3)), step=step)
    ours = animals.pixels(all_layers=True)[..., :3]
    with plt.style.context("default", after_reset=True):
        theirs = drawn_by_matplotlib(zoo(), at, step)
    assert unlike(ours, theirs).sum() < 4  # a lone one may stand where many edges meet


# ---- kernel mode: Python is asked for each picture; and what may go wrong

STEERED = """
import time
import matplotlib.pyplot as plt
from helpers import live

calls = []

def steered(mode, slow=0):
    fig, ax = plt.subplots(figsize=(6, 4))
    ax.set(xlim=(-2, 2), ylim=(-2, 2))
    tip, = ax.plot([], [], "o", color="#ff0000", markersize=15, markeredgewidth=0)

    def mirrored(start, turn):
        time.sleep(slow)
        calls.append(start.tolist())
        if turn == 3:
            raise ValueError("three is too much")
        return {tip: ([-start[0]], [-turn / 4 * start[1]])}

    start = live.point(ax, grid=(9, 9), value=(1, 1))
    turn = live.slider([1, 2, 3, 4, 5], value=4)
    return live.figure(fig, mirrored, mode=mode, start=start, turn=turn)
"""
FIGURES = {"table": 0, "kernel": 1, "slow": 2}


@pytest.fixture(scope="module")
def steered_notebook(open_notebook):
    cells = STEERED, "steered('table')", "steered('kernel')", "steered('kernel', slow=0.1)"
    notebook = open_notebook(write_notebook("steered", *cells))
    notebook.run_all()
    return notebook


@pytest.fixture
def steered(steered_notebook):
    """The live figure of a mode, as at the start."""

    def figure_of(mode):
        figure = steered_notebook.figure(FIGURES[mode])
        figure.reset()
        assert_tip(figure, 1, 1, 4)
        return figure

    yield figure_of
    assert steered_notebook.errors == []


def assert_tip(figure, x, y, turn):
    """The red dot, and nothing red elsewhere, is at (−x, −turn/4 · y) as soon as that is said."""
    expect(figure.said).to_have_text(f"start = ({x:g}, {y:g}); turn = {turn}".replace("-", "−"))
    pixels = figure.pixels()
    rows, columns = np.nonzero(painted(pixels, "#ff0000"))
    ((at,),) = (in_pixels(tip_axes(), [-x], [-turn / 4 * y], pixels.shape[1] / 600),)
    assert np.allclose([columns.mean() + 0.5, rows.mean() + 0.5], at, atol=0.75)
    assert np.ptp(rows) < 40
    assert np.ptp(columns) < 40


def tip_axes():
    fig, ax = plt.subplots(figsize=(6, 4), dpi=100)
    ax.set(xlim=(-2, 2), ylim=(-2, 2))
    plt.close(fig)
    return ax


@pytest.mark.parametrize("mode", ["table", "kernel"])
def test_arrow_keys_move_the_point(steered, mode):
    figure = steered(mode)
    for key, x, y in [("ArrowRight", 1.5, 1), ("ArrowUp", 1.5, 1.5), ("ArrowLeft", 1, 1.5),
                      ("ArrowDown", 1, 1), ("Shift+ArrowLeft", -1.5, 1)]:  # fmt: skip
        figure.point.press(key)
        assert_tip(figure, x, y, 4)


@pytest.mark.parametrize("mode", ["table", "kernel"])
def test_the_mouse_drags_the_point(steered, mode):
    figure = steered(mode)
    stage = figure.box.locator(".live-stage").bounding_box()
    scale, ax = stage["width"] / 600, tip_axes()
    (x0, y0), (x1, y1) = in_pixels(ax, [1, -0.5], [1, -1.5], scale)
    figure.drag(figure.point, x1 - x0, y1 - y0)
    figure.drop()
    assert_tip(figure, -0.5, -1.5, 4)


def test_a_slow_kernel_has_no_backlog_and_the_newest_wins(steered_notebook, steered):
    figure = steered("slow")
    before = asked(steered_notebook)
    figure.drag(figure.point, -300, 200, moves=60)
    moved = asked(steered_notebook)
    figure.drop()
    x, y = position(figure)
    assert_tip(figure, x, y, 4)
    after = asked(steered_notebook)
    assert steered_notebook.ask_kernel("calls[-1]") == f"[{x}, {y}]"
    assert moved - before < 8 + 6, "more was asked for than there are places on the way"
    assert after - moved <= 1, "a backlog was worked off"


def asked(notebook):
    """How many pictures Python has been asked for."""
    return sum(b'"custom"' in (d if isinstance(d, bytes) else d.encode()) for d in notebook.sent)


def position(figure):
    """Where the point says it is."""
    name = figure.point.get_attribute("aria-label").replace("−", "-")
    x, y = re.search(r"\((.*), (.*)\)", name).groups()
    return float(x), float(y)


@pytest.mark.parametrize("mode", ["table", "kernel"])
def test_an_update_that_raises_says_so_and_lives_again(steered, mode):
    figure = steered(mode)
    before = figure.pixels()
    figure.slider("turn").press("ArrowLeft")
    expect(figure.alert).to_contain_text("three is too much")
    assert np.array_equal(figure.pixels(), before), "the last good picture stays"
    figure.slider("turn").press("ArrowLeft")
    expect(figure.alert).to_have_count(0)
    assert_tip(figure, 1, 1, 2)


def restarted_here(notebook):
    notebook.page.evaluate("void jupyterapp.shell.currentWidget.sessionContext.restartKernel()")


def restarted_elsewhere(notebook):
    notebook.lab.ask(f"kernels/{notebook.kernel}/restart", "POST")


def killed(notebook):
    notebook.execute("import os, signal; os.kill(os.getpid(), signal.SIGTERM)")


@pytest.mark.parametrize("end", [restarted_here, restarted_elsewhere, killed])
def test_the_kernel_ends_while_a_slider_is_dragged(open_notebook, end):
    path = write_notebook(end.__name__, STEERED, "steered('kernel')", "steered('table')")
    notebook = open_notebook(path)
    notebook.run_all()
    kernel, table = notebook.figure(0), notebook.figure(1)
    kernel.drag(kernel.point, -60, 30)
    kernel.drop()
    x, y = position(kernel)
    assert_tip(kernel, x, y, 4)
    last = kernel.pixels()
    table.drag(table.slider("turn"), -100)
    end(notebook)
    notebook.page.mouse.move(0, 300, steps=10)  # all the way to the left
    table.drop()
    assert_tip(table, 1, 1, 1)
    if end is killed:
        notebook.page.get_by_role("dialog").get_by_role("button", name="Ok").click()
    kernel.slider("turn").press("ArrowLeft")
    expect(kernel.alert).to_contain_text("Run the cell again")
    assert np.array_equal(kernel.pixels(), last), "the last picture stays"
    table.reset()
    assert_tip(table, 1, 1, 4)
    notebook.run_all()
    notebook.figure(0).slider("turn").press("ArrowRight")
    assert_tip(notebook.figure(0), 1, 1, 5)
    assert not [error for error in notebook.errors if error.startswith("uncaught")]


# ---- what stays of a figure when its cell is run again, and in the file


def test_running_a_cell_again_closes_its_old_figure(steered_notebook, steered):
    steered("kernel")
    widgets = "len(__import__('ipywidgets').widgets.widget._instances)"
    before = int(steered_notebook.ask_kernel(widgets))
    for _ in range(2):
        steered_notebook.run_cell(1 + FIGURES["kernel"])
        assert_tip(steered("kernel"), 1, 1, 4)
    assert int(steered_notebook.ask_kernel(widgets)) == before
    expect(steered_notebook.page.locator(".live-figure")).to_have_count(len(FIGURES))


def test_a_saved_notebook_keeps_the_picture_and_opens_with_it(open_notebook, lab):
    path = write_notebook("saved", STEERED, "steered('table')")
    notebook = open_notebook(path)
    notebook.run_all()
    notebook.figure()
    notebook.command("docmanager:save")
    saved = nbformat.read(path, as_version=4)
    ((output,),) = (cell.outputs for cell in saved.cells[1:])
    assert sorted(output.data) == ["image/png", "text/plain"]
    assert "widgets" not in saved.metadata
    notebook.close()
    page = open_notebook(path).page
    expect(page.locator(".jp-OutputArea-output img")).to_be_visible()
    assert page.locator(".jp-OutputArea-output img").evaluate("img => img.naturalWidth") > 600
    expect(page.locator(".jp-OutputArea").last).not_to_contain_text("Error")
