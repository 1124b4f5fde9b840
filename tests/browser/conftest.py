"""One Chromium and one JupyterLab, opened by start.py, for all tests of this folder."""

import os

import pytest

from . import lab as machinery


# not "session": while Playwright runs, no other test of this process could use asyncio
@pytest.fixture(scope="package")
def browser():
    """A Chromium. Where none is installed the tests skip; under CI that is a failure."""
    if not machinery.find_chromium():
        missing = "The browser tests need Chromium (Debian: `apt-get install chromium`)."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    with machinery.chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def lab(browser):
    with machinery.start_py() as lab:
        yield lab


@pytest.fixture(scope="package")
def open_notebook(browser, lab):
    """Opens a notebook (a path below the project's folder) in a page of its own."""
    opened = []

    def open_it(path, **window):
        opened.append(machinery.open_notebook(browser, lab, path, **window))
        return opened[-1]

    yield open_it
    for notebook in opened:
        notebook.close()


@pytest.fixture(scope="package")
def lesson(open_notebook):
    """Notebook 31, opened and run from top to bottom."""
    notebook = open_notebook(machinery.copy_notebook("31_learning_rate"))
    notebook.run_all()
    return notebook
