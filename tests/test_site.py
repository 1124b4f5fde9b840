"""The static site as files. What a browser makes of it: browser/test_site.py."""

import re
import shutil
import sys

import nbformat
import pytest
from bs4 import BeautifulSoup

from helpers.errors import InputError
from helpers.workshop.site import front_end, pages
from helpers.workshop.site.__main__ import build

FOREIGN = re.compile(r"""(?:src|url)\s*[=(]\s*["']?(?:https?:)?//""")


def notebook(path, *cells):
    """Write a notebook: code, or prose where a cell begins with #."""
    make = [nbformat.v4.new_markdown_cell if cell.startswith("# ") else nbformat.v4.new_code_cell
            for cell in cells]  # fmt: skip
    made = nbformat.v4.new_notebook(cells=[f(c) for f, c in zip(make, cells, strict=True)])
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(made, path)
    return path


PICTURE = """import matplotlib.pyplot as plt
from helpers import plots
fig, ax = plt.subplots()
plots.show(fig, 'Nothing, "as yet" & <ever>.')"""
WIDGETS = """from ipywidgets import HBox, IntSlider, Text, jslink
seen, unseen = IntSlider(), IntSlider()
links = jslink((seen, 'value'), (Text(), 'value')), jslink((unseen, 'value'), (Text(), 'value'))
HBox([seen, links[0].target[0]])"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site of two small notebooks; the front-end files are not wanted here."""
    source, folder = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("site")
    link = "[there](20_two.ipynb#end), [elsewhere](https://example.org/20_two.ipynb)"
    cells = f"# One $x$\n\n{link}", "print('<tag> &')", PICTURE
    one = notebook(source / "00_start_here.ipynb", *cells)
    two = notebook(source / "20_two.ipynb", "# Two [back](00_start_here.ipynb)", WIDGETS)
    return [pages.write(path, folder) for path in (one, two)]


def test_links_between_notebooks_lead_to_pages(site):
    one, two = (page.read_text(encoding="utf-8") for page in site)
    assert [page.name for page in site] == ["index.html", "20_two.html"]
    assert 'href="20_two.html#end"' in one
    assert 'href="https://example.org/20_two.ipynb"' in one
    assert two.count('href="index.html"') == 2  # in its text, and above it


def test_outputs_are_text_not_markup(site):
    assert "&lt;tag&gt; &amp;" in site[0].read_text(encoding="utf-8")


def test_what_the_notebook_folds_is_folded(tmp_path):
    path = notebook(tmp_path / "one.ipynb", "seen = 1", "answer = 51")
    made = nbformat.read(path, 4)
    made.cells[1].metadata["jupyter"] = {"source_hidden": True}
    nbformat.write(made, path)
    page = BeautifulSoup(pages.write(path, tmp_path).read_text(encoding="utf-8"), "html.parser")
    assert [each.pre.text.strip() for each in page.select("details")] == ["answer = 51"]
    assert page.text.count("answer") == page.text.count("seen") == 1


def test_a_picture_is_a_file_with_its_sentence(site):
    picture = BeautifulSoup(site[0].read_text(encoding="utf-8"), "html.parser").img
    assert picture["alt"] == 'Nothing, "as yet" & <ever>.'
    assert (site[0].parent / picture["src"]).read_bytes().startswith(b"\x89PNG")


def test_nothing_is_loaded_from_elsewhere(site):
    for page in site:
        assert not FOREIGN.search(page.read_text(encoding="utf-8"))


def test_only_widgets_that_are_seen_are_kept(site):
    assert "IntSliderModel" not in site[0].read_text(encoding="utf-8")
    two = site[1].read_text(encoding="utf-8")
    for name in ("IntSlider", "Text", "HBox", "Link"):
        assert two.count(f'"model_name": "{name}Model"') == 1


def test_a_link_to_an_unseen_widget_is_dropped():
    def model(name, *others):
        return {"model_name": name, "state": {"uses": [f"IPY_MODEL_{other}" for other in others]}}

    state = {"box": model("VBoxModel", "a", "b"), "a": model("A", "c"), "b": model("B"),
             "c": model("C"), "ab": model("LinkModel", "a", "b"),
             "ax": model("LinkModel", "a", "x"), "x": model("X")}  # fmt: skip
    assert pages.family(state, "box") == {"box", "a", "b", "c", "ab"}
    assert pages.family(state, "closed") == set()


def test_a_notebook_that_stops_is_named(tmp_path):
    with pytest.raises(InputError, match=r"bad\.ipynb.*ZeroDivisionError: division by"):
        pages.write(notebook(tmp_path / "bad.ipynb", "1 / 0"), tmp_path)


def test_without_npm_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(front_end, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(InputError, match="no npm on this machine: install Node"):
        front_end.provide(tmp_path)


def test_what_was_fetched_once_is_kept(tmp_path, monkeypatch):
    def fetch(package, member, scratch):
        fetched.append(package)
        (scratch / "file").write_text(package)
        return scratch / "file"

    fetched = []
    monkeypatch.setattr(front_end, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(front_end, "fetch", fetch)
    for folder in ("one", "two"):
        front_end.provide(tmp_path / folder)
    assert len(fetched) == len(front_end.PACKAGES)
    assert (tmp_path / "two" / "require.js").read_text() == fetched[0]


def test_a_failing_npm_leaves_nothing_half_made(tmp_path, monkeypatch):
    monkeypatch.setattr(front_end, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(shutil, "which", lambda name: sys.executable)  # "python pack" fails
    with pytest.raises(InputError, match="npm could not fetch requirejs"):
        front_end.provide(tmp_path)
    assert [path for path in front_end.CACHE.rglob("*") if path.is_file()] == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(InputError, match="taken.* cannot be written .*name another folder"):
        build([], tmp_path / "taken")
