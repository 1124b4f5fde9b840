"""How soon a guess card sets its figure, in a real JupyterLab and Chromium. Run by hand.

    python -m benchmarks.cards

Notebook 31, all of it run. A card's time lasts from the key on its button (with a mouse JupyterLab
first changes the active cell) to the end of the frame after the figure's picture has been painted,
a sketch's from a move of the pointer to the line. The words of the answer come a frame later.
"""

from statistics import median, quantiles

from playwright.sync_api import expect

from tests.browser.lab import chromium, copy_notebook, open_notebook, start_py

TIMES, PAUSE = 30, 80  # how often a button is pressed, and the rest between, in ms

# from an event to the frame after an attribute of a canvas has changed
METER = """([name, event]) => {
    const log = window.meter = { at: 0, times: [] }, port = new MessageChannel();
    log.watched = ['data-cell', 'data-step', 'data-points'];
    addEventListener(event, (e) => { log.at = e.timeStamp; }, true);
    port.port1.onmessage = () => log.times.push(performance.now() - log.at);
    new MutationObserver((changes) => {
        if (changes.some(({ target }) => target.matches(name)))
            requestAnimationFrame(() => port.port2.postMessage(0));
    }).observe(document.body, { subtree: true, attributeFilter: log.watched });
}"""


def presses(page, box):
    """Milliseconds from "Show me" to the figure's picture."""
    page.evaluate(METER, [".live-layer", "keydown"])
    times = []
    for _ in range(TIMES):
        page.evaluate("meter.times = []")
        box.get_by_role("button", name="Show me").press("Enter")
        page.wait_for_timeout(PAUSE)
        times += page.evaluate("meter.times.slice(0, 1)")
        box.get_by_role("button", name="Try again").press("Enter")
        page.wait_for_timeout(PAUSE)
    return times


def strokes(page, box):
    """Milliseconds from a move of the pointer to the line."""
    box.get_by_role("button", name="Draw the curve").click()
    area = page.locator(".live-area")
    expect(area).to_be_visible()
    place = area.bounding_box()
    page.evaluate(METER, [".live-marks", "pointermove"])
    times, middle = [], place["y"] + place["height"] / 2
    page.mouse.move(place["x"], middle)
    page.mouse.down()
    for n in range(1, TIMES + 1):
        page.evaluate("meter.times = []")
        page.mouse.move(place["x"] + n / TIMES * place["width"], middle - n)
        page.wait_for_timeout(PAUSE)
        times += page.evaluate("meter.times.slice(0, 1)")
    page.mouse.up()
    return times


def main():
    with chromium() as browser, start_py() as lab:
        notebook = open_notebook(browser, lab, copy_notebook("31_learning_rate"), (1280, 1000))
        notebook.run_all()
        notebook.figure()
        for kind in ("choice", "number", "place", "sketch"):
            box = notebook.page.locator(f".guess-card[data-kind={kind}]").first
            box.scroll_into_view_if_needed()
            report(kind, presses(notebook.page, box))
        report("drawing", strokes(notebook.page, box))
        notebook.close()


def report(name, times):
    print(f"{name:10}{median(times):6.0f} ms, 95 % within {quantiles(times, n=20)[-1]:.0f} ms")


if __name__ == "__main__":
    main()
