"""Every live figure of every notebook: its size, and how soon it follows a key. Run by hand.

    python -m benchmarks.figures [31 …]

Measured against what `interact` cannot do without: matplotlib drawing the same figure's still part
as a PNG; its way to the page and the computation come on top. A key's time lasts from the event to
the end of the frame after the picture has been painted.
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


def key_times(figure):
    """Milliseconds from a key on the point, else on the first slider, to its picture."""
    page, sliders = figure.page, figure.box.locator(".noUi-handle")
    handle = (figure.point if figure.point.count() else sliders).first
    handle.scroll_into_view_if_needed()
    figure.canvas.evaluate(WATCH)
    handle.focus()
    times = []
    for n in range(KEYS):
        page.evaluate("meter.times = []")
        page.keyboard.press("ArrowLeft" if n % 2 else "ArrowRight")
        page.wait_for_timeout(PAUSE)
        times += page.evaluate("meter.times.slice(0, 1)")
    return times


def drawing(figure):
    """Milliseconds that matplotlib takes for the figure's still part, at natural size."""
    def draw():
        figure.job.fig.savefig(io.BytesIO(), format="png")

    return 1000 * median(repeat(draw, number=1, repeat=5))


def main(chosen):
    paths = [p for p in NOTEBOOKS if not chosen or p.name[:2] in chosen]
    with chromium() as browser, start_py() as lab:
        print("figure      mode    kB  key, ms  p95  drawn, ms  ratio")
        for path in paths:
            notebook = open_notebook(browser, lab, copy_notebook(path.stem))
            notebook.run_all()
            for n, (one, _) in enumerate(live_figures(ROOT / "notebooks" / path.name)):
                times, drawn = key_times(notebook.figure(n)), drawing(one)
                sent = len(one.picture.table) / 1000
                key, slowest = median(times), quantiles(times, n=20)[-1]
                print(f"{path.name[:2]}, {n + 1}{one.mode:>11}{sent:6.0f}{key:9.0f}{slowest:5.0f}"
                      f"{drawn:11.0f}{drawn / key:6.1f}×")  # fmt: skip
            notebook.close()


if __name__ == "__main__":
    main(sys.argv[1:])
