"""Every live figure of every notebook: its size, and how soon it follows a key. Run by hand.

    python -m benchmarks.figures [31 …]

Measured against what `interact` cannot do without: matplotlib drawing the same figure's still part
as a PNG; its way to the page and the computation come on top. A key's time lasts from the event to
the end of the frame after the picture has been painted; once more with a picture pinned. Then what
scripts take and how often the page is laid out, for a key, on a processor slowed down four times.
"""

import io
import sys
from statistics import median, quantiles
from timeit import repeat

from tests.browser.lab import ROOT, chromium, copy_notebook, open_notebook, start_py
from tests.figures import NOTEBOOKS, live_figures

KEYS, PAUSE = 40, 80  # how often a key is pressed, and the rest between, in ms

WATCH = """canvas => {
    const log = window.meter = { key: 0, times: [] };
    window.watching ??= addEventListener('keydown', (e) => { meter.key = e.timeStamp; }, true);
    const port = new MessageChannel();
    port.port1.onmessage = () => log.times.push(performance.now() - log.key);
    const painted = () => requestAnimationFrame(() => port.port2.postMessage(0));
    new MutationObserver(painted).observe(canvas, { attributeFilter: ['data-cell'] });
}"""


def focus(figure):
    """Give the focus to the point, else to the first slider, at the last step."""
    if figure.slider("step").count():
        figure.slider("step").press("End")
    handle = (figure.point if figure.point.count() else figure.box.locator(".noUi-handle")).first
    handle.scroll_into_view_if_needed()
    handle.focus()


def press(page, n):
    page.keyboard.press("ArrowLeft" if n % 2 else "ArrowRight")
    page.wait_for_timeout(PAUSE)


def key_times(figure):
    """Milliseconds from a key to its picture, one key at a time."""
    page, times = figure.page, []
    figure.canvas.evaluate(WATCH)
    for n in range(KEYS):
        page.evaluate("meter.times = []")
        press(page, n)
        times += page.evaluate("meter.times.slice(0, 1)")
    return times


def pinned_times(figure):
    """The same with a picture pinned below."""
    figure.page.keyboard.press("p")
    times = key_times(figure)
    figure.page.keyboard.press("p")
    return times


def slowed(figure):
    """(milliseconds of scripting, layouts) a key, on a processor four times as slow."""
    page = figure.page
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})

    def metrics():
        found = session.send("Performance.getMetrics")["metrics"]
        values = {metric["name"]: metric["value"] for metric in found}
        return values["ScriptDuration"], values["LayoutCount"]

    page.wait_for_timeout(1000)
    before = metrics()
    for n in range(KEYS):
        press(page, n)
    scripting, layouts = (new - old for new, old in zip(metrics(), before, strict=True))
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.detach()
    return 1000 * scripting / KEYS, layouts / KEYS


def drawing(figure):
    """Milliseconds that matplotlib takes for the figure's still part, at natural size."""
    def draw():
        figure.job.fig.savefig(io.BytesIO(), format="png")

    return 1000 * median(repeat(draw, number=1, repeat=5))


def main(chosen):
    paths = [p for p in NOTEBOOKS if not chosen or p.name[:2] in chosen]
    with chromium() as browser, start_py() as lab:
        print("figure      mode    kB  key, ms  p95  pinned  scripts, 4×  layouts  drawn, ms"
              "  ratio")
        for path in paths:
            notebook = open_notebook(browser, lab, copy_notebook(path.stem))
            notebook.run_all()
            for n, (one, _) in enumerate(live_figures(ROOT / "notebooks" / path.name)):
                figure = notebook.figure(n)
                focus(figure)
                times, pinned = key_times(figure), pinned_times(figure)
                (scripts, layouts), drawn = slowed(figure), drawing(one)
                sent = len(one.picture.table) / 1000
                key, slowest = median(times), quantiles(times, n=20)[-1]
                print(f"{path.name[:2]}, {n + 1}{one.mode:>11}{sent:6.0f}{key:9.0f}{slowest:5.0f}"
                      f"{median(pinned):8.0f}{scripts:13.1f}{layouts:9.1f}{drawn:11.0f}"
                      f"{drawn / key:6.1f}×")  # fmt: skip
            notebook.close()


if __name__ == "__main__":
    main(sys.argv[1:])
