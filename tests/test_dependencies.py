"""Who may import whom: the direction of dependence inside helpers, and how light its start is."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

HELPERS = Path(__file__).resolve().parents[1] / "helpers"

# Besides the standard library, and `errors` and `inputs`, which are open to all. A part is a module
# or a package; in the workshop, which is no package of one purpose, each module is one.
LEAVES = {"numpy", "surfaces", "optimisers", "line_searches", "traces", "autodiff", "data"}
MAY_IMPORT = {
    "__init__": set(),
    "errors": set(),
    "inputs": {"numpy", "errors"},
    "words": {"numpy"},
    "surfaces": {"numpy"},
    "optimisers": {"numpy", "line_searches"},
    "line_searches": {"numpy"},
    "traces": {"numpy"},
    "autodiff": {"numpy"},
    "data": {"numpy"},
    "networks": {"numpy", "surfaces"},
    "images": {"numpy", "matplotlib", "PIL"},
    "plots": {"numpy", "matplotlib", "images", "words"},
    "live": {"numpy", "matplotlib", "ipywidgets", "anywidget", "traitlets", "images", "words"},
    "cards": {"numpy", "matplotlib", "anywidget", "traitlets", "live", "words"},
    "checks": LEAVES | {"words"},
    "workshop": set(),
    "workshop.selfcheck": {"packaging"},
    "workshop.stored": set(),
    "workshop.server": {"jupyter_server", "workshop.stored"},
    "workshop.refresh": {
        "numpy", "PIL", "jupyter_client", "nbclient", "nbformat", "workshop.stored"
    },
    "workshop.site": {"nbconvert", "pygments", "traitlets", "workshop.stored", "workshop.refresh"},
}
FOR_ALL = {"errors", "inputs"}
FIRST = {"__init__", "errors", "inputs"}  # what these use is in the table

FILES = sorted(HELPERS.rglob("*.py"))


def part_of(path):
    """The part of helpers that a file belongs to."""
    return name_of_part(path.relative_to(HELPERS).with_suffix("").parts)


def name_of_part(names):
    """The part that a name below helpers, in pieces, stands in."""
    depth = 2 if names[0] == "workshop" else 1
    return ".".join(names[:depth]).removesuffix(".__init__")


def imports(path):
    """What a file imports, wherever in the file: "helpers.part" or a foreign package's name."""
    package = ("helpers", *path.relative_to(HELPERS).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        modules = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            modules = [".".join((*above, *filter(None, [node.module]), a.name)) for a in node.names]
        for module in modules:
            first, *rest = module.split(".")
            yield f"helpers.{name_of_part(rest)}" if first == "helpers" else first


def full(names):
    """Our own parts by their full names, because Python has a module `site`, too."""
    return {f"helpers.{name}" if name in MAY_IMPORT else name for name in names}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(HELPERS).as_posix())
def test_a_file_imports_only_what_its_part_may(path):
    part = part_of(path)
    assert part in MAY_IMPORT, f"{part} is new: say in MAY_IMPORT what it may import."
    allowed = MAY_IMPORT[part] | {part} | (set() if part in FIRST else FOR_ALL)
    beyond = set(imports(path)) - sys.stdlib_module_names - full(allowed)
    assert not beyond, f"{path.name} imports {', '.join(sorted(beyond))}."


def test_the_readme_names_every_part():
    table = (HELPERS / "README.md").read_text(encoding="utf-8").partition("## Modules")[2]
    named = set(re.findall(r"^\| `([\w.]+)`", table, re.MULTILINE))
    assert named == {part_of(path) for path in FILES} - {"__init__"}


def test_dependence_has_no_circles():
    waiting = {part: allowed & set(MAY_IMPORT) for part, allowed in MAY_IMPORT.items()}
    while ready := {part for part, needs in waiting.items() if not needs & set(waiting)}:
        waiting = {part: needs for part, needs in waiting.items() if part not in ready}
    assert not waiting


def test_the_workshop_knows_the_rest_and_the_rest_knows_no_workshop():
    outside = {part for part in MAY_IMPORT if not part.startswith("workshop")}
    assert not any("workshop" in name for part in outside for name in MAY_IMPORT[part])


FLOORS = {"base": 0, "along": 0, "gradient": 1, "lines": 1, "curvature": 1, "residuals": 1}


def test_the_optimisers_have_two_floors():
    """What methods share, and the methods; nobody asks his neighbour or the floor above."""
    floors = FLOORS | {"__init__": 2}
    for path in (HELPERS / "optimisers").glob("*.py"):
        code = path.read_text(encoding="utf-8")
        asked = set(re.findall(r"^from (?:helpers\.optimisers)?\.(\w+) import", code, re.MULTILINE))
        beside = {name for name in asked if floors[name] >= floors[path.stem]}
        assert not beside, f"{path.name} imports {', '.join(sorted(beside))}."


def test_nothing_imports_server_and_only_live_and_cards_have_widgets():
    assert not any("workshop.server" in allowed for allowed in MAY_IMPORT.values())
    widgets = {part for part, allowed in MAY_IMPORT.items() if "anywidget" in allowed}
    assert widgets == {"live", "cards"}


def packages_after(code):
    """The packages outside the standard library that a fresh Python has loaded after ``code``."""
    code += "\nimport sys\nprint(*sorted({name.partition('.')[0] for name in sys.modules}))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=HELPERS.parent, capture_output=True, text=True, check=True
    )
    return set(run.stdout.split()) - set(sys.stdlib_module_names)


def test_import_helpers_loads_nothing_else():
    assert packages_after("import helpers") - packages_after("pass") == {"helpers"}


def test_the_mathematics_needs_numpy_only():
    code = "from helpers import surfaces, optimisers, line_searches, data, traces"
    assert packages_after(code) - packages_after("pass") <= {"helpers", "numpy"}
