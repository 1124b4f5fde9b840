"""The self-check says what is wrong, one sentence each, and keeps quiet when nothing is."""

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from helpers.workshop import selfcheck

ROOT = Path(__file__).parents[1]


def test_nothing_is_missing_where_the_tests_run():
    pytest.importorskip("jupyterlab")
    assert selfcheck.report(ROOT / "notebooks").problems == ()


def test_the_good_news_holds_no_version():
    assert not any(sign.isdigit() for sign in repr(selfcheck.Report(())))


def test_bad_news_ends_with_what_to_do():
    lines = repr(selfcheck.Report(("numpy is not installed.",))).splitlines()
    assert lines[0] == "numpy is not installed."
    assert "python start.py" in lines[1]


@pytest.mark.parametrize(("found", "good"), [
    ("3.10.12", False), ("3.11.0", True), ("3.14.0rc1", True), ("3.15.0", False),
])  # fmt: skip
def test_python(found, good):
    assert bool([*selfcheck.python(found, ">=3.11,<3.15")]) is not good


def test_libraries():
    installed = {"numpy": "2.4.6", "ipywidgets": "7.8.1"}

    def version(name):
        if name not in installed:
            raise PackageNotFoundError(name)
        return installed[name]

    needed = ["numpy>=2.3,<3", "ipywidgets>=8.1.5,<9", "anywidget>=0.9"]
    old, missing = selfcheck.libraries(needed, version)
    assert old.startswith("ipywidgets 7.8.1 is installed; the notebooks need")
    assert missing == "anywidget is not installed."


def test_extensions(tmp_path):
    (tmp_path / "anywidget").mkdir()
    (sentence,) = selfcheck.extensions(tmp_path)
    assert "@jupyter-widgets/jupyterlab-manager" in sentence


def test_helpers():
    (sentence,) = selfcheck.helpers(["surfaces", "no_such_helper"])
    assert sentence.startswith("helpers.no_such_helper cannot be loaded (ModuleNotFoundError")


def test_home(tmp_path):
    assert [*selfcheck.home(tmp_path, ROOT)] == []  # no helpers beside: nothing to confuse
    (tmp_path / "helpers").mkdir()
    assert len([*selfcheck.home(tmp_path, ROOT)]) == 1
    assert [*selfcheck.home(tmp_path, tmp_path)] == []


def test_a_foreign_kernel_is_told_so(monkeypatch):
    monkeypatch.setattr(selfcheck, "PROJECT", "no-such-project")
    assert "another Python" in repr(selfcheck.report())
