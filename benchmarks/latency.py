"""How soon a live figure follows its slider, in a real JupyterLab and Chromium. Run by hand.

    python -m benchmarks.latency

Measured against the common way, `interact` redrawing the same figure, in one run. A key's time
lasts from the event to the end of the frame that shows the matching picture.
"""

import sys
from statistics import median, quantiles
from subprocess import check_output
from time import monotonic

from tests.browser.lab import (
    ROOT,
    chromium,
    copy_notebook,
    free_port,
    open_notebook,
    serving,
    start_py,
    write_notebook,
)

KEYS, PAUSE = 60, 100  # how often a key is pressed, and the rest between, in ms
DRAG, SWEEP = 5, 2.5  # seconds: a whole drag, and once across all 110 values

FIGURE = """
import ipywidgets, matplotlib.pyplot as plt, numpy as np
from helpers import live, optimisers, plots, surfaces, traces
plots.use_style()
RATES = np.round(np.arange(0.01, 1.11, 0.01), 2)

def axes():
    fig, (graph, curve) = plt.subplots(1, 2)
    plots.curve(graph, surfaces.parabola, window=(-4.6, 4.6))
    curve.set(xlabel="step", ylabel="loss", xlim=(0, 30), yscale="log", ylim=(1e-8, 1e3))
    return fig, [ax.plot([], [], **plots.look("gradient_descent"))[0] for ax in (graph, curve)]

def descent(rate):
    method = optimisers.gradient_descent(surfaces.parabola, 2.0, rate)
    trace = traces.record(method, steps=30)
    return trace.x[:, 0], trace.loss
"""
INTERACT = """
@ipywidgets.interact(rate=ipywidgets.FloatSlider(value=0.5, min=0.01, max=1.1, step=0.01))
def redraw(rate):
    print(f"rate = {rate:.2f}")
    fig, (walk, fall) = axes()
    x, loss = descent(rate)
    walk.set_data(x, loss)
    fall.set_data(np.arange(31), loss)
    plt.show()
"""
LIVE = """
fig, (walk, fall) = axes()
def update(rate):
    x, loss = descent(rate)
    return {walk: (x, loss), fall: (loss,)}
live.figure(fig, update, mode="%s", rate=live.slider(RATES, value=0.5))
"""

# what happens in the page, as [time, text]: keys, slider values, pictures (by the text they carry)
METER = """() => {
    const log = window.meter = { keys: [], values: [], shown: [], released: 0 };
    const readout = document.querySelector('.widget-readout');
    log.value = () => readout.textContent;
    addEventListener('keydown', (e) => log.keys.push([e.timeStamp, e.key]), true);
    addEventListener('pointerup', (e) => { log.released = e.timeStamp; }, true);
    new MutationObserver(() => log.values.push([performance.now(), log.value()]))
        .observe(readout, { childList: true, characterData: true, subtree: true });
    const said = () => document.querySelector('.live-said, .jp-RenderedText')?.textContent ?? '';
    let source, text, last;
    const picture = () => {  // an inline picture counts once it has arrived below its text
        if (document.querySelector('.live-said')) return said();
        const img = document.querySelector('.jp-RenderedImage img');
        if (img?.complete && img.src !== source) { source = img.src; text = said(); }
        return text;
    };
    const frame = () => {
        const now = picture(), port = new MessageChannel();
        if (now !== last) {
            last = now;
            const value = now?.split('= ')[1]?.trim();
            port.port1.onmessage = () => log.shown.push([performance.now(), value]);
            port.port2.postMessage(0);
        }
        requestAnimationFrame(frame);
    };
    frame();
}"""
FOLLOWS = "meter.shown.length && meter.shown.at(-1)[1] === meter.value().trim()"


def clear(page):
    page.evaluate("Object.assign(meter, { keys: [], values: [], shown: [] })")


def key_times(page):
    """Milliseconds from a key to its picture, one key at a time."""
    times = []
    for n in range(KEYS):
        clear(page)
        page.keyboard.press("ArrowRight" if n // 20 % 2 == 0 else "ArrowLeft")
        page.wait_for_function(FOLLOWS)
        times.append(page.evaluate("meter.shown.at(-1)[0] - meter.keys[0][0]"))
        page.wait_for_timeout(PAUSE)
    return times


def drag(page, handle, track):
    """What the page saw while the handle was swept to and fro, across the track in SWEEP s."""
    box, room = handle.bounding_box(), track.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(room["x"], y)
    page.wait_for_function(FOLLOWS)
    clear(page)
    start = monotonic()
    while (sweeps := (monotonic() - start) / SWEEP) < DRAG / SWEEP:
        page.mouse.move(room["x"] + room["width"] * (1 - abs(1 - sweeps % 2)), y)
        page.wait_for_timeout(5)
    page.mouse.up()
    page.wait_for_timeout(2000)
    return page.evaluate("meter")


def lags(log):
    """How old each picture was when it came."""
    for at, value in log["shown"]:
        set_at = [t for t, v in log["values"] if v.strip() == value and t <= at]
        if set_at:
            yield at - set_at[-1]


def measure(browser, lab, name, cell):
    """One row of the table."""
    notebook = open_notebook(browser, lab, write_notebook(name, FIGURE, cell))
    notebook.run_all()
    page, handle = notebook.page, notebook.page.locator(".noUi-handle")
    handle.scroll_into_view_if_needed()
    page.evaluate(METER)
    handle.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(FOLLOWS)
    keys = key_times(page)
    log = drag(page, handle, page.locator(".noUi-base"))
    notebook.close()
    while_dragged = [t for t, _ in log["shown"] if t <= log["released"]]
    return {
        "key": median(keys),
        "p95": quantiles(keys, n=20)[-1],
        "shown": len(while_dragged) / len(log["values"]),
        "rate": len(while_dragged) / DRAG,
        "lag": median(lags(log)),
        "after": max(0, log["shown"][-1][0] - log["released"]),
    }


def stock():
    """JupyterLab as it comes, without our settings."""
    own = ["--no-browser", "--allow-root", f"--ServerApp.root_dir={ROOT}"]
    return serving([sys.executable, "-m", "jupyterlab", f"--port={free_port()}", *own])


def opening(browser, lab):
    """Seconds from Run All to the first live figure, and to the end, of notebook 31."""
    notebook = open_notebook(browser, lab, copy_notebook("31_learning_rate"))
    times = notebook.page.evaluate("""async () => {
        const start = performance.now(), first = new Promise((found) => {
            const look = () => document.querySelector('.live-figure canvas[data-cell]')
                ? found(performance.now() - start) : requestAnimationFrame(look);
            look();
        });
        await jupyterapp.commands.execute('notebook:run-all-cells');
        return [await first / 1000, (performance.now() - start) / 1000];
    }""")
    notebook.close()
    return times


def import_times():
    """Seconds for numpy and matplotlib, and for our helpers after them."""
    code = (
        "from time import perf_counter as now; start = now(); import numpy, matplotlib.pyplot;"
        "middle = now(); from helpers import checks, live, optimisers, plots, surfaces, traces;"
        "print(middle - start, now() - middle)"
    )
    runs = [check_output([sys.executable, "-c", code], text=True).split() for _ in range(5)]
    return [median(map(float, column)) for column in zip(*runs, strict=True)]


def main():
    rows = {}
    with chromium() as browser:
        with start_py() as lab:
            rows["interact, inline (the baseline)"] = measure(browser, lab, "interact", INTERACT)
            rows["table mode"] = measure(browser, lab, "table", LIVE % "table")
            rows["kernel mode, start.py"] = measure(browser, lab, "kernel", LIVE % "kernel")
            first, everything = opening(browser, lab)
        with stock() as lab:
            rows["kernel mode, stock server"] = measure(browser, lab, "stock", LIVE % "kernel")
    print(f"{'':33}{'key, ms':>8}{'p95':>6}{'faster':>8}{'shown':>7}{'a second':>10}"
          f"{'lag, ms':>9}{'after release, ms':>19}")
    slow = rows["interact, inline (the baseline)"]["key"]
    for name, row in rows.items():
        print(f"{name:33}{row['key']:8.0f}{row['p95']:6.0f}{slow / row['key']:7.1f}×"
              f"{row['shown']:7.0%}{row['rate']:10.1f}{row['lag']:9.0f}{row['after']:19.0f}")
    before, ours = import_times()
    size = (ROOT / "notebooks" / "31_learning_rate.ipynb").stat().st_size / 1000
    print(f"import: numpy and matplotlib {before:.2f} s, our helpers {ours:.2f} s more")
    print(f"notebook 31 ({size:.0f} kB): first live figure {first:.1f} s after Run All, "
          f"all cells {everything:.1f} s")


if __name__ == "__main__":
    main()
