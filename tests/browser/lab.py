"""A real JupyterLab and a real Chromium, for the browser tests and the benchmarks.

``start_py()`` opens JupyterLab as a reader does; ``chromium()`` a browser; ``open_notebook`` joins
the two and returns a ``Notebook`` to be run, whose ``LiveFigure``s are dragged and looked at.
"""

import base64
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import nbformat
import numpy as np
from PIL import Image
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SCRATCH = ROOT / "build" / "browser"  # JupyterLab opens only what lies below ROOT
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
ANYTHING = re.compile(".")
PATIENCE = 60  # seconds for what a loaded machine may be slow at: starting, opening, running


# the upper canvas, or all layers together in the size of the background, as a PNG
FLATTEN = """(stage, all) => {
    const layers = [...stage.querySelectorAll('.live-layer:not([hidden])')];
    const chosen = all ? layers : layers.slice(-1);
    const width = chosen[0].naturalWidth ?? chosen[0].width;
    const height = chosen[0].naturalHeight ?? chosen[0].height;
    const flat = Object.assign(document.createElement('canvas'), { width, height });
    for (const layer of chosen) flat.getContext('2d').drawImage(layer, 0, 0, width, height);
    return flat.toDataURL();
}"""


# ---- JupyterLab

class Lab(NamedTuple):
    """A running server: its address and its token."""

    url: str
    token: str

    def ask(self, path, method="GET", body=None):
        """The answer of Jupyter's REST interface, as Python objects."""
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/api/{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            return json.loads(response.read() or "null")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_py():
    """JupyterLab as the README opens it; makes ``.venv`` first where that is still missing."""
    port = free_port()
    return serving([sys.executable, str(ROOT / "start.py"), "--no-browser", "--port", str(port)])


@contextmanager
def serving(command):
    """Run ``command`` until a Jupyter server answers; yields the ``Lab``.

    The server has a home of its own: no setting of this machine's user is read or changed.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        log = Path(home) / "log.txt"
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, cwd=home, env=own_home(home), stdout=out, stderr=subprocess.STDOUT
            )
        try:
            lab = answering(process, Path(home), log)
            yield lab
            lab.ask("shutdown", "POST")
            process.wait(PATIENCE)
        finally:
            process.kill()
            process.wait()


def own_home(home):
    """The environment of the server. JupyterLab has to show the commands that tests call."""
    settings = {"LabApp": {"expose_app_in_browser": True}}
    (Path(home) / "jupyter_config.json").write_text(json.dumps(settings))
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR",
              "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")  # fmt: skip
    return {**os.environ, **dict.fromkeys(places, str(home))}


def answering(process, home, log):
    """The ``Lab`` as soon as it answers; an error with its last words if it ends instead."""
    end = time.monotonic() + 10 * PATIENCE  # the first start of all installs the packages
    while time.monotonic() < end and process.poll() is None:
        for path in home.glob("jpserver-*.json"):
            try:
                info = json.loads(path.read_text())
                lab = Lab(info["url"].rstrip("/"), info["token"])
                lab.ask("status")
                return lab
            except (OSError, ValueError):
                pass  # it has not written, or not opened its door, yet
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start: {log.read_text(errors='replace')[-2000:]}")


# ---- Chromium


def find_chromium():
    """The path of a Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium():
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


# ---- a notebook in JupyterLab


def write_notebook(name, *cells):
    """A notebook of code cells, where JupyterLab can open it; returns its path."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    SCRATCH.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, SCRATCH / f"{name}.ipynb")
    return SCRATCH / f"{name}.ipynb"


def copy_notebook(name):
    """A copy of one of our notebooks, which JupyterLab may then save; returns its path."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", SCRATCH))


def open_notebook(browser, lab, path, size=(1280, 720), zoom=1.0):
    """Open a notebook in a page of its own, as on a window of ``size`` zoomed by ``zoom``."""
    width, height = (round(side / zoom) for side in size)
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=zoom
    )
    page = context.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    notebook = Notebook(page, lab, path)
    place = path.relative_to(ROOT).as_posix()
    page.goto(f"{lab.url}/lab/tree/{place}?reset&token={lab.token}")
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext")
    page.evaluate("""async () => {
        await jupyterapp.restored;
        const { context, sessionContext } = jupyterapp.shell.currentWidget;
        await context.ready;
        await sessionContext.ready;
        await sessionContext.session.kernel.info;
        jupyterapp.shell.collapseLeft();
    }""")
    return notebook


class Notebook:
    """A notebook open in a page. ``errors`` gathers what the browser's console complains of."""

    def __init__(self, page, lab, path):
        self.page, self.lab, self.path = page, lab, path
        self.errors, self.sent = [], []
        page.on("console", lambda m: m.type == "error" and self.errors.append(m.text))
        page.on("pageerror", lambda e: self.errors.append(f"uncaught: {e}"))
        page.on("websocket", lambda ws: ws.on("framesent", lambda data: self.sent.append(data)))

    def command(self, name, **arguments):
        """Execute one of JupyterLab's commands, and wait for its end."""
        return self.page.evaluate(
            "([name, args]) => jupyterapp.commands.execute(name, args).then(() => null)",
            [name, arguments],
        )

    def run_all(self):
        self.command("notebook:run-all-cells")

    def run_cell(self, index):
        self.page.evaluate(
            "i => { jupyterapp.shell.currentWidget.content.activeCellIndex = i }", index
        )
        self.command("notebook:run-cell")

    def outputs(self):
        """The outputs of all code cells, as JupyterLab holds them."""
        cells = self.page.evaluate("jupyterapp.shell.currentWidget.context.model.toJSON().cells")
        return [cell.get("outputs", []) for cell in cells]

    def execute(self, code):
        """Let the kernel run code behind the notebook's back; what it writes."""
        return self.page.evaluate(
            """async (code) => {
                const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
                const future = kernel.requestExecute({ code, silent: true });
                let text = '';
                future.onIOPub = (m) => { text += m.content.text ?? m.content.evalue ?? ''; };
                await future.done.catch(() => null);  // it has died of it
                return text.trim();
            }""",
            code,
        )

    def ask_kernel(self, expression):
        """What the kernel prints for an expression."""
        return self.execute(f"print({expression})")

    @property
    def kernel(self):
        return self.page.evaluate(
            "jupyterapp.shell.currentWidget.sessionContext.session.kernel.id"
        )

    def figure(self, n=0):
        """The n-th live figure, once it has painted its first picture."""
        figure = LiveFigure(self.page, self.page.locator(".live-figure").nth(n))
        expect(figure.canvas).to_have_attribute("data-cell", ANYTHING, timeout=1000 * PATIENCE)
        figure.box.scroll_into_view_if_needed()
        return figure

    def close(self):
        """End the kernel, and close the page."""
        if not self.page.is_closed():
            self.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
            self.page.context.close()


def as_pixels(url):
    """A canvas's PNG, as its data URL, → (rows, columns, RGBA)."""
    picture = Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2])))
    return np.asarray(picture).astype(int)


class LiveFigure:
    """A live figure in the page: its controls by their names, and its pixels."""

    def __init__(self, page, box):
        self.page, self.box = page, box
        self.canvas, self.point = box.locator("canvas").last, box.locator(".live-point")
        self.alert, self.said = box.get_by_role("alert"), box.locator(".live-said")
        self.spoken, self.card = box.locator("[aria-live=polite]"), box.locator(".live-card")

    def slider(self, label):
        return self.box.get_by_role("slider", name=label, exact=True)

    def button(self, name):
        return self.box.get_by_role("button", name=name, exact=True)

    def reset(self):
        self.button("Reset: everything as at the start").click()

    def shows(self, **data):
        """Wait until the canvas shows this ``cell`` and ``step``."""
        for name, value in data.items():
            expect(self.canvas).to_have_attribute(f"data-{name}", str(value), timeout=10_000)

    def watch(self):
        """From now on, note every (cell, step) that is painted, for ``seen``."""
        self.canvas.evaluate("""canvas => {
            const { dataset } = canvas, seen = canvas.seen = [];
            new MutationObserver(() => seen.push([+dataset.cell, +dataset.step]))
                .observe(canvas, { attributeFilter: ['data-cell', 'data-step'] });
        }""")

    def seen(self):
        return self.canvas.evaluate("canvas => canvas.seen")

    def pixels(self, all_layers=False):
        """The upper canvas (or what all layers together show): (rows, columns, RGBA)."""
        return as_pixels(self.box.locator(".live-stage").evaluate(FLATTEN, all_layers))

    def drag(self, handle, dx, dy=0, moves=20):
        """Drag a control by so many pixels; the mouse button stays down until ``drop``."""
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + dx, y + dy, steps=moves)

    def drop(self):
        self.page.mouse.up()
