"""A still picture has its text alternative in JupyterLab: when made, and when reopened."""

import pytest
from playwright.sync_api import expect

from helpers.workshop import refresh

from .lab import write_notebook

pytestmark = pytest.mark.browser

STILL = """import matplotlib.pyplot as plt
from helpers import plots
fig, ax = plt.subplots()
plots.show(fig, "Empty axes, from 0 to 1, and no curve in them.")"""
LIVE = """import sys; sys.path.insert(0, "../../tests")
from live_zoo import simple
simple(describe=lambda r: f"The line rises to {r}.")"""
BARE = """import matplotlib.pyplot as plt
plt.plot([1, 2]);"""


def pictures(notebook):
    return notebook.page.locator(".jp-OutputArea-output img:not(.live-layer)")


def alts(notebook, count):
    expect(pictures(notebook)).to_have_count(count)
    return [image.get_attribute("alt") for image in pictures(notebook).all()]


def test_a_picture_has_its_sentence_when_it_is_made(open_notebook):
    notebook = open_notebook(write_notebook("pictures", STILL, BARE))
    notebook.run_all()
    expect(pictures(notebook).first).to_have_attribute("alt", STILL.split('"')[1])
    assert alts(notebook, 2)[1] is None, "a picture without a sentence is left as it is"
    assert notebook.errors == []


def test_a_stored_picture_has_it_too_though_nothing_has_been_run(open_notebook):
    path = write_notebook("stored_pictures", STILL, LIVE)
    refresh.refresh(path)
    notebook = open_notebook(path)
    assert alts(notebook, 2) == [STILL.split('"')[1], "The line rises to 3."]
    assert notebook.errors == []


def test_every_still_picture_of_a_lesson_is_read_aloud(lesson):
    expect(pictures(lesson).first).to_be_attached()
    for image in pictures(lesson).all():
        assert len(image.get_attribute("alt").split()) > 4
