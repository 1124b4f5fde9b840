"""``python -m helpers.workshop.site [folder]``: build the static site (by default in ``_site``)."""

import argparse
import sys
from pathlib import Path

from helpers.errors import InputError

from . import front_end, pages

ROOT = Path(__file__).resolve().parents[3]


def build(notebooks, folder):
    """Write a page for each of the ``notebooks`` (paths) into ``folder``; returns the pages.

    Raises InputError where a notebook stops, a front-end file cannot be had, or ``folder`` cannot
    be written.
    """
    try:
        front_end.provide(folder / "assets")
        return [pages.write(notebook, folder) for notebook in notebooks]
    except OSError as error:
        raise InputError(
            f"{error.filename} cannot be written ({error.strerror}): name another folder for the "
            "site, as in `python start.py site pages`."
        ) from error


def main():
    parser = argparse.ArgumentParser(prog="start.py site", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "_site")
    folder = parser.parse_args().folder
    try:
        for page in build(sorted((ROOT / "notebooks").glob("*.ipynb")), folder):
            print(page)
    except InputError as sentence:
        sys.exit(str(sentence))


if __name__ == "__main__":
    main()
