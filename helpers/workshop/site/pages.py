"""A notebook becomes a page: run, freed of what cannot live there, written as HTML."""

import json
import re

from nbconvert import HTMLExporter
from traitlets.config import Config

from .. import refresh
from ..stored import VIEW
from .front_end import HERE

STATE = "application/vnd.jupyter.widget-state+json"
INDEX = "00_start_here"


def write(path, folder):
    """Run the notebook at ``path`` and write its page and pictures; returns the page's path."""
    notebook = run(path)
    keep_live(notebook)
    html, pictures = render(notebook, path.stem)
    page = folder / name_of(path.stem)
    page.write_text(linked(html), encoding="utf-8")
    for name, png in pictures.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(png)
    return page


def run(path):
    """The notebook at ``path`` with its outputs and the state of its widgets; the file stays."""
    return refresh.run(refresh.read(path)[1], path)


def render(notebook, stem):
    """(the page, {path: picture}); the pictures are files of their own, so the page stays small."""
    exporter = HTMLExporter(
        template_file=str(HERE / "page.html.j2"),
        exclude_anchor_links=True,
        config=Config({"ExtractOutputPreprocessor": {"enabled": True}}),
    )
    title = re.search(r"^# (.+)", "\n".join(c.source for c in notebook.cells), re.MULTILINE)
    html, resources = exporter.from_notebook_node(
        notebook,
        {"unique_key": stem, "output_files_dir": f"{stem}_files",
         "title": title[1] if title else stem, "index": name_of(INDEX)},
    )  # fmt: skip
    return html, resources["outputs"]


def name_of(stem):
    """The file name of a notebook's page."""
    return "index.html" if stem == INDEX else f"{stem}.html"


def linked(html):
    """Let links between notebooks lead to their pages."""
    return re.sub(r'(?<=href=")(\w+)\.ipynb(?=["#])', lambda link: name_of(link[1]), html)


# ---- which widgets stay


def keep_live(notebook):
    """Keep the state of those figures only that move without Python; mark the others, in place.

    A figure whose state is not kept shows its picture.
    """
    state = notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    kept = set()
    for output in views(notebook):
        models = family(state, output.data[VIEW]["model_id"])
        if any(asks_python(state[model]["state"]) for model in models):
            output.metadata["needs_python"] = True
        else:
            kept |= models
    for model in state.keys() - kept:
        del state[model]
    if not state:
        notebook.metadata.pop("widgets", None)


def views(notebook):
    """The outputs that show a widget."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    return [output for output in outputs if VIEW in output.get("data", {})]


def family(state, model):
    """The model, all that it is made of, and the links that join these; none if it is gone."""
    members, waiting = set(), {model} & state.keys()
    while waiting:
        members |= waiting
        waiting = set().union(*(parts(state[name]) for name in waiting)) - members
    links = {name for name, other in state.items() if other["model_name"] == "LinkModel"}
    return members | {name for name in links if parts(state[name]) <= members}


def parts(model):
    """The ids of the models that a model refers to."""
    return set(re.findall(r'"IPY_MODEL_(\w+)"', json.dumps(model["state"])))


def asks_python(state):
    return state.get("spec", {}).get("mode") == "kernel"
