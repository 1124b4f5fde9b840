"""pyproject.toml, the two locks, environment.yml and start.py name the same environment."""

import ast
import importlib.util
import re
import sys
import tomllib
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RANGES = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
TEST_RANGES = [Requirement(line) for line in PROJECT["dependency-groups"]["test"]]
RELEASES = ["3.10", "3.11", "3.12", "3.13", "3.14", "3.15"]


def pins(lock):
    """{name: version} of a lock, as it holds on this machine."""
    lines = [line for line in (ROOT / lock).read_text().splitlines() if not line.startswith("-e")]
    held = [pin for pin in map(Requirement, lines) if not pin.marker or pin.marker.evaluate()]
    return {canonicalize_name(pin.name): str(pin.specifier)[2:] for pin in held}


LOCK, TEST_LOCK = pins("requirements.txt"), pins("tests/requirements.txt")


def closure(requirements):
    """Every requirement that these bring with them here, by the packages' own words."""
    todo, done = list(requirements), {}
    while todo:
        wanted = todo.pop()
        if str(wanted) not in done:
            done[str(wanted)] = wanted
            todo += [need for need in map(Requirement, requires(wanted.name) or [])
                     if applies(need, wanted.extras)]  # fmt: skip
    return list(done.values())


def applies(need, extras):
    here = default_environment()
    return not need.marker or any(
        need.marker.evaluate({**here, "extra": extra}) for extra in extras or {""}
    )


@pytest.mark.parametrize(
    ("ranges", "lock"), [(RANGES, LOCK), (TEST_RANGES, TEST_LOCK)], ids=["main", "test"]
)
def test_the_lock_holds_what_is_required_and_nothing_else(ranges, lock):
    needed = closure(ranges)
    assert {canonicalize_name(need.name) for need in needed} == set(lock)
    wrong = [str(n) for n in needed if not n.specifier.contains(lock[canonicalize_name(n.name)])]
    assert wrong == []


def test_the_two_locks_agree():
    assert {n: (v, LOCK[n]) for n, v in TEST_LOCK.items() if LOCK.get(n, v) != v} == {}


def test_the_lock_ends_with_the_project_itself():
    assert (ROOT / "requirements.txt").read_text().splitlines()[-1] == "-e ."


def test_conda_takes_the_same_python_and_the_lock():
    conda = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    wanted = PROJECT["project"]["requires-python"]
    assert [d for d in conda if str(d).startswith("python ")] == [f"python {wanted}"]
    assert {"pip": ["-r requirements.txt"]} in conda


def test_start_looks_for_the_pythons_of_the_project():
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    start = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(start)
    wanted = SpecifierSet(PROJECT["project"]["requires-python"])
    assert sorted(start.VERSIONS) == [release for release in RELEASES if release in wanted]


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


def undeclared(paths, declared):
    """The distributions that these files import beyond the declared ones."""
    owners = packages_distributions()
    tops = {name.split(".")[0] for path in paths for name in imports(path)}
    own = {path.stem for path in paths} | {"helpers"} | set(sys.stdlib_module_names)
    found = {canonicalize_name(owner) for top in tops - own for owner in owners.get(top, [top])}
    return found - {canonicalize_name(range_.name) for range_ in declared}


def test_what_helpers_import_is_a_direct_dependency():
    assert undeclared(list((ROOT / "helpers").rglob("*.py")), RANGES) == set()


def test_what_tests_import_is_a_direct_dependency():
    assert undeclared(list((ROOT / "tests").rglob("*.py")), RANGES + TEST_RANGES) == set()


def test_the_package_carries_its_data():
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["*"]
    files = [p for p in (ROOT / "helpers").rglob("*") if p.is_file() and p.suffix != ".py"]
    left = [p for p in files if "__pycache__" not in p.parts]
    assert [p.name for p in left if not any(p.match(pattern) for pattern in patterns)] == []


def test_no_file_names_a_registry():
    for lock in ["requirements.txt", "tests/requirements.txt"]:
        assert not re.search(r"https?:|index-url|find-links", (ROOT / lock).read_text())
