"""Run notebooks from a fresh kernel and store what they show.

``python -m helpers.workshop.refresh [notebook …]``: without a name, all of ``notebooks/`` are
run. A notebook is stored only if every cell ran without an error or a warning, and only if
something in it changed.
"""

import base64
import copy
import hashlib
import io
import os
import re
import sys
import tempfile
from pathlib import Path

import nbformat
import numpy as np
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from PIL import Image

from helpers.errors import InputError

from .stored import drop_views

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SECONDS = 60  # a cell that takes longer is taken for one that never ends
LOAD = re.compile(r"# %load solutions/(\d\d_\d)\.py")  # all that a solution's cell may hold
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {  # without the version, which differs from one machine to the next
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}
# an editor's notes
PASSING = ("collapsed", "execution", "ExecuteTime", "lines_to_next_cell", "scrolled", "trusted")


def main(names):
    """Refresh the named notebooks, or all; 0 if all of them ran through, else 1."""
    complaints = 0
    for path in [Path(name) for name in names] or sorted(NOTEBOOKS.glob("*.ipynb")):
        try:
            print(f"{path.name}: {'refreshed' if refresh(path) else 'nothing new'}.", flush=True)
        except InputError as error:
            complaints += 1
            print(error, file=sys.stderr, flush=True)
    return min(complaints, 1)


def refresh(path):
    """Run the notebook at `path` and store it; True if the file changed.

    Raises `InputError` (and leaves the file alone) if it cannot be read or written, if a cell fails
    or warns, or if a solution's cell is left unfolded.
    """
    path = Path(path)
    text, old = read(path)
    new = keep_pictures(tidy(run(copy.deepcopy(old), path)), old)
    stored = nbformat.v4.writes(new) + "\n"
    if stored == text:
        return False
    write(path, stored)
    return True


def read(path):
    """The text of the file, and the notebook in it with an id for every cell."""
    try:
        text = path.read_text(encoding="utf-8")
        notebook = nbformat.v4.reads(text)
        nbformat.validate(give_ids(notebook))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, AttributeError, TypeError, nbformat.ValidationError):
        raise InputError(
            f"{path} is not a notebook of format 4. Open and save it in JupyterLab, or take it "
            "back from git."
        ) from None
    return text, notebook


def give_ids(notebook):
    """Give an id, made from the source, to every cell that has none or the id of another."""
    notebook.nbformat_minor = max(5, notebook.nbformat_minor)
    taken = set()
    for cell in notebook.cells:
        if cell.get("id") in taken | {None}:
            words = f"{len(taken)} {cell.source}".encode()
            cell["id"] = hashlib.sha256(words).hexdigest()[:8]
        taken.add(cell["id"])
    return notebook


def run(notebook, path):
    """Run all cells in a fresh kernel of this very Python, started in the notebook's folder."""
    # No folder is searched for kernels, so "python3" can only be the one of this environment.
    kernel = AsyncKernelManager(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    folder = {"metadata": {"path": str(path.parent.resolve())}}
    client = NotebookClient(
        notebook,
        kernel,
        timeout=SECONDS,
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        resources=folder,
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        with client.setup_kernel(cleanup_kc=True, env=environment(profile)):
            for index, cell in enumerate(notebook.cells):
                complaint = run_cell(client, cell, index)
                if complaint:
                    line = cell.source.strip().splitlines()[0]
                    raise InputError(f"{path.name}, cell {index + 1} (`{line}`): {complaint}")
            client.set_widgets_metadata()  # for the static site; a stored notebook goes without
    return notebook


def environment(profile):
    """The kernel's environment: this one without what would make one reader's outputs special."""
    own = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    return own | {"IPYTHONDIR": profile}


def run_cell(client, cell, index):
    """Run one cell; what there is to complain about, or None."""
    if cell.cell_type != "code":
        return None
    if "%load " in cell.source and not LOAD.fullmatch(cell.source.strip()):
        return "the solution is unfolded. Leave only the line `# %load solutions/….py`."
    cell.outputs, cell.execution_count = [], None
    try:
        client.execute_cell(cell, index)
    except CellExecutionError:
        pass  # it stands in the outputs, where `complaint_in` finds it
    except CellTimeoutError:
        return f"it takes more than {SECONDS} seconds. Does its loop end?"
    except DeadKernelError:
        return "the kernel died. Does it run out of memory, or call exit()?"
    return next(filter(None, map(complaint_in, cell.outputs)), None)


def complaint_in(output):
    """The error or the warning that an output holds, in one line; or None."""
    if output.output_type == "error":
        return " ".join(f"{output.ename}: {output.evalue}".split())
    if output.get("name") == "stderr":
        return "it warns: " + " ".join(output.text.split())
    return None


def tidy(notebook):
    """Take out all that does not belong into a stored notebook, in place."""
    drop_views(notebook)
    notebook.metadata.update(METADATA)
    for cell in notebook.cells:
        for name in PASSING:
            cell.metadata.pop(name, None)
    return notebook


def keep_pictures(notebook, old):
    """Take over every old picture that agrees in its pixels, so that the history stays small.

    In a cell tagged "timed" the pixels are measured times, another picture at every run: there the
    old one stays for as long as the cell is the same.
    """
    before = {cell.id: cell for cell in old.cells}
    for cell in notebook.cells:
        was = before.get(cell.id, cell)
        timed = "timed" in cell.metadata.get("tags", []) and cell.source == was.source
        for data, data_before in zip(pictures(cell), pictures(was), strict=False):
            if timed or same_pixels(data["image/png"], data_before["image/png"]):
                data["image/png"] = data_before["image/png"]
    return notebook


def pictures(cell):
    """The data of all outputs of a cell that hold a PNG."""
    outputs = (output.get("data", {}) for output in cell.get("outputs", []))
    return [data for data in outputs if "image/png" in data]


def same_pixels(*pngs):
    """Whether two base64 PNGs show the same; one that cannot be read agrees with none."""
    try:
        one, other = (Image.open(io.BytesIO(base64.b64decode(png))) for png in pngs)
        return np.array_equal(one.convert("RGBA"), other.convert("RGBA"))
    except (OSError, ValueError):
        return False


def write(path, text):
    """Write the file in one move: whatever happens, either the old or the new one is there."""
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
