"""The map in 00 and the table in the README say of each notebook what the notebook says itself."""

import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ROW = re.compile(r"\[(?P<title>[^\]]+)\]\((?:notebooks/)?(?P<file>\w+)\.ipynb\)(?P<rest>.*)")


def text_of(path):
    return "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)


def rows(text):
    """{file: (title, minutes)} of every row of a table that links to a notebook."""
    found = {}
    for line in text.splitlines():
        row = ROW.search(line) if line.startswith("|") else None
        if row:
            minutes = re.findall(r"\b[1-9]\d\b", row["rest"])
            found[row["file"]] = row["title"], int(minutes[0])
    return found


def own_words(path):
    """(title, minutes) as the notebook itself has them."""
    text = text_of(path)
    title = re.search(r"^# (\d\d · .+)$", text, re.MULTILINE)[1]
    return title, int(re.search(r"\*\*Time:\*\*\s+(\d+) minutes", text)[1])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_map_and_the_readme_agree_with_the_notebook(path):
    start = rows(text_of(ROOT / "notebooks" / "00_start_here.ipynb"))
    readme = rows((ROOT / "README.md").read_text(encoding="utf-8"))
    assert readme[path.stem] == own_words(path)
    if not path.stem.startswith("00"):
        assert start[path.stem] == own_words(path)


def test_what_is_to_come_does_not_exist_yet():
    text = text_of(ROOT / "notebooks" / "00_start_here.ipynb")
    for number in re.findall(r"\| (\d\d) · [^|]+, \*to come\*", text):
        assert not list((ROOT / "notebooks").glob(f"{number}_*.ipynb"))
