"""`python -m helpers.workshop.refresh`: what it stores, what it keeps, what it refuses."""

import base64
import io
import json
import sys

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from helpers.errors import InputError
from helpers.workshop import refresh
from helpers.workshop.stored import VIEW


def png(colour=200, level=6):
    """A small picture as base64; `level` changes the file, not the pixels."""
    file = io.BytesIO()
    Image.fromarray(np.full((4, 4, 3), colour, np.uint8)).save(file, "png", compress_level=level)
    return base64.b64encode(file.getvalue()).decode()


def with_picture(data):
    output = new_output("display_data", {"image/png": data, "text/plain": "A picture."})
    return new_notebook(cells=[new_code_cell("plot()", id="plot", outputs=[output])])


def store(folder, *sources):
    """A notebook file with these code cells, as JupyterLab may leave it; its path."""
    cells = [new_code_cell(source, id=f"cell{k}") for k, source in enumerate(sources)]
    for cell in cells:
        cell.execution_count = 17
        cell.metadata["execution"] = {"iopub.execute_input": "2026-11-21T09:00:00Z"}
    path = folder / "31_example.ipynb"
    language = {"name": "python", "version": "3.11.7"}
    nbformat.write(new_notebook(cells=cells, metadata={"language_info": language}), path)
    return path


HONEST = (
    "import os, sys\nfrom pathlib import Path\nprint('one', flush=True)\nprint('two')",
    "assert Path.cwd() == Path(PATH).parent\nassert sys.executable == PYTHON",
    "import matplotlib.pyplot as plt\nplt.subplots(figsize=(1, 1))\nplt.show()",
    "# %load solutions/31_1.py",
)


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    """A notebook that was refreshed twice: its path, its text each time, what refresh answered."""
    folder = tmp_path_factory.mktemp("folder with spaces")
    first, second, *others = HONEST
    here = second.replace("PATH", repr(str(folder / "any"))).replace("PYTHON", repr(sys.executable))
    path = store(folder, first, here, *others)
    answers, texts = [], []
    for _ in range(2):
        answers.append(refresh.refresh(path))
        texts.append(path.read_text(encoding="utf-8"))
    return path, texts, answers


def test_a_second_refresh_finds_nothing_new(honest):
    path, texts, answers = honest
    assert answers == [True, False]
    assert texts[0] == texts[1]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_cells_ran_in_order_in_the_notebooks_folder_with_this_python(honest):
    notebook = nbformat.read(honest[0], as_version=4)
    assert [cell.execution_count for cell in notebook.cells] == [1, 2, 3, 4]
    assert [cell.id for cell in notebook.cells] == ["cell0", "cell1", "cell2", "cell3"]
    assert notebook.cells[0].outputs == [new_output("stream", name="stdout", text="one\ntwo\n")]
    assert "image/png" in notebook.cells[2].outputs[0].data
    assert notebook.cells[1].outputs == notebook.cells[3].outputs == []


def test_no_version_and_no_time_is_stored(honest):
    path, texts, _ = honest
    notebook = nbformat.read(path, as_version=4)
    assert notebook.metadata == refresh.METADATA
    assert all(cell.metadata == {} for cell in notebook.cells)
    assert "3.11.7" not in texts[0]
    assert texts[0].endswith("}\n")


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("x = 1\n1 / 0", "cell 2 (`x = 1`): ZeroDivisionError: division by zero"),
        ("import warnings\nwarnings.warn('old')", "cell 2 (`import warnings`): it warns: "),
        ("while True: pass", "it takes more than 1 seconds"),
        ("import os\nos._exit(1)", "the kernel died"),
        ("# %load solutions/31_1.py\ndef factor(rate): ...", "the solution is unfolded"),
    ],
)
def test_a_cell_that_fails_leaves_the_file_alone(tmp_path, monkeypatch, source, complaint):
    if complaint.startswith("it takes"):
        monkeypatch.setattr(refresh, "SECONDS", 1)
    path = store(tmp_path, "", source)
    before = path.read_bytes()
    with pytest.raises(InputError) as refused:
        refresh.refresh(path)
    assert str(refused.value).startswith("31_example.ipynb, cell 2")
    assert complaint in str(refused.value)
    assert "\n" not in str(refused.value)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_an_old_picture_with_the_same_pixels_is_kept():
    old, new = with_picture(png(level=1)), with_picture(png(level=9))
    assert png(level=1) != png(level=9)
    kept = refresh.keep_pictures(new, old)
    assert kept.cells[0].outputs[0].data["image/png"] == png(level=1)


@pytest.mark.parametrize("before", [png(colour=201), "bm8gcGljdHVyZQ==", "no base64"])
def test_an_old_picture_with_other_pixels_goes(before):
    kept = refresh.keep_pictures(with_picture(png()), with_picture(before))
    assert kept.cells[0].outputs[0].data["image/png"] == png()


@pytest.mark.parametrize(("source", "stays"), [("plot()", True), ("plot(2)", False)])
def test_a_picture_of_measured_times_stays_as_long_as_its_cell(source, stays):
    old, new = with_picture(png(colour=201)), with_picture(png())
    new.cells[0].source, new.cells[0].metadata.tags = source, ["timed"]
    kept = refresh.keep_pictures(new, old).cells[0].outputs[0].data["image/png"]
    assert kept == png(colour=201 if stays else 200)


def test_a_picture_of_another_size_goes():
    wide = Image.fromarray(np.full((1, 4, 3), 200, np.uint8))
    file = io.BytesIO()
    wide.save(file, "png")
    assert not refresh.same_pixels(png(), base64.b64encode(file.getvalue()).decode())


def test_a_picture_in_a_new_cell_is_new():
    old = with_picture(png(level=1))
    old.cells[0].id = "elsewhere"
    kept = refresh.keep_pictures(with_picture(png(level=9)), old)
    assert kept.cells[0].outputs[0].data["image/png"] == png(level=9)


def test_tidy_takes_out_views_states_and_a_front_ends_notes():
    notes = dict.fromkeys(refresh.PASSING, True) | {"tags": ["exercise"]}
    notebook = with_picture(png())
    notebook.cells[0].metadata.update(notes)
    notebook.metadata["widgets"] = {"state": {}}
    notebook.cells[0].outputs[0].data[VIEW] = {"model_id": "0"}
    tidied = refresh.tidy(notebook)
    assert tidied.metadata == refresh.METADATA
    assert tidied.cells[0].metadata == {"tags": ["exercise"]}
    assert VIEW not in tidied.cells[0].outputs[0].data


def test_ids_are_given_once_and_are_the_same_every_time():
    def bare():
        notebook = new_notebook(
            cells=[new_code_cell("a"), new_markdown_cell("b"), new_code_cell("b"), new_code_cell()]
        )
        notebook.nbformat_minor = 4
        notebook.cells[0].id = "mine"
        del notebook.cells[1]["id"], notebook.cells[2]["id"]
        notebook.cells[3].id = "mine"
        return notebook

    once, again = refresh.give_ids(bare()), refresh.give_ids(bare())
    assert once == again
    assert once.cells[0].id == "mine"
    assert len({cell.id for cell in once.cells}) == 4
    nbformat.validate(once)


@pytest.mark.parametrize(
    "text",
    ["", "no JSON", "[]", "{}", json.dumps({"nbformat": 4, "cells": [{"source": 1}]}),
     json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": None})],  # fmt: skip
)
def test_what_is_no_notebook_is_refused(tmp_path, text):
    path = tmp_path / "no.ipynb"
    path.write_text(text)
    with pytest.raises(InputError, match="is not a notebook of format 4"):
        refresh.read(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        refresh.read(tmp_path / "no.ipynb")


def test_a_file_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "folder.ipynb").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        refresh.write(tmp_path / "folder.ipynb", "text")
    assert [file.name for file in tmp_path.iterdir()] == ["folder.ipynb"]


def test_the_command_goes_on_after_a_refusal(tmp_path, monkeypatch, capsys):
    def pretend(path):
        if path.name == "b.ipynb":
            raise InputError("b.ipynb, cell 1 (`1 / 0`): no.")
        return path.name == "a.ipynb"

    for name in "cba":
        (tmp_path / f"{name}.ipynb").touch()
    monkeypatch.setattr(refresh, "refresh", pretend)
    monkeypatch.setattr(refresh, "NOTEBOOKS", tmp_path)
    assert refresh.main([]) == 1
    said = capsys.readouterr()
    assert said.out == "a.ipynb: refreshed.\nc.ipynb: nothing new.\n"
    assert said.err == "b.ipynb, cell 1 (`1 / 0`): no.\n"
    assert refresh.main(["a.ipynb"]) == 0


def test_the_kernels_environment_is_nobodys_own(monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.setenv("IPYTHONDIR", "/my/own")
    monkeypatch.setenv("KEEP", "this")
    environment = refresh.environment("fresh")
    assert "MPLBACKEND" not in environment
    assert (environment["IPYTHONDIR"], environment["KEEP"]) == ("fresh", "this")
