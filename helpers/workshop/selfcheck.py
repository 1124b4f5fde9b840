"""Is everything here? The first cell of `00_start_here` asks, and gets sentences.

    >>> report()
    Everything is here: Python, the libraries, the live figures and the helpers.

What is needed is written once, in pyproject.toml; the installed project brings it along.
"""

import platform
import sys
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

PROJECT = "optimisation-notebooks"
HELPERS = ("checks", "live", "optimisers", "plots", "surfaces", "traces")  # a notebook's header
EXTENSIONS = ("anywidget", "@jupyter-widgets/jupyterlab-manager")  # what paints the live figures
CURE = "Close JupyterLab and run `python start.py` in the project's folder: it puts this right."


@dataclass(frozen=True)
class Report:
    """What is missing, a sentence each; nothing, if all is well."""

    problems: tuple

    def __repr__(self):
        if not self.problems:
            return "Everything is here: Python, the libraries, the live figures and the helpers."
        return "\n".join([*self.problems, CURE])


def report(folder=None):
    """Compare this kernel with what the notebooks in `folder` (here, by default) need."""
    try:
        needs = metadata.metadata(PROJECT)
    except metadata.PackageNotFoundError:
        return Report(("This kernel is another Python's: the project is not installed in it.",))
    return Report((
        *python(platform.python_version(), needs["Requires-Python"]),
        *libraries(needs.get_all("Requires-Dist", []), metadata.version),
        *extensions(Path(sys.prefix, "share", "jupyter", "labextensions")),
        *helpers(HELPERS),
        *home(Path(folder or ".").resolve().parent, Path(__file__).parents[2]),
    ))  # fmt: skip


def python(found, needed):
    """A sentence if this Python is too old or too new."""
    if not SpecifierSet(needed).contains(found, prereleases=True):
        yield f"This is Python {found}; the notebooks need {needed}."


def libraries(needed, version):
    """A sentence for each library that is missing or of an unsuitable version."""
    for need in map(Requirement, needed):
        try:
            found = version(need.name)
        except metadata.PackageNotFoundError:
            yield f"{need.name} is not installed."
            continue
        if not need.specifier.contains(found, prereleases=True):
            yield f"{need.name} {found} is installed; the notebooks need {need.specifier}."


def extensions(folder):
    """A sentence for each part of the live figures that JupyterLab would not find."""
    for name in EXTENSIONS:
        if not (folder / name).is_dir():
            yield f"JupyterLab's part of the live figures, {name}, is not in this environment."


def helpers(names):
    """A sentence for each helper that cannot be imported."""
    for name in names:
        try:
            import_module(f"helpers.{name}")
        except Exception as error:  # whatever it is, the reader gets a sentence
            yield f"helpers.{name} cannot be loaded ({type(error).__name__}: {error})."


def home(beside, imported):
    """A sentence if the helpers beside the notebooks are not those that this kernel uses."""
    if (beside / "helpers").is_dir() and beside != imported:
        yield "This kernel uses the helpers of another copy of the project."
