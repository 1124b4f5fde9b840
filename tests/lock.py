"""Make the two locks from pyproject.toml, and ask whether they install everywhere.

    python tests/lock.py          newest versions that fit the ranges, then the question
    python tests/lock.py check    the question alone

Run by hand: it needs the network and `uv`. The question is a dry run per system and Python that
allows wheels only, so that no reader ever needs a compiler.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {
    "requirements.txt": ["pyproject.toml"],
    "tests/requirements.txt": ["--group", "test", "--constraint", "requirements.txt"],
}
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
SYSTEMS = ["x86_64-unknown-linux-gnu", "x86_64-pc-windows-msvc"]
SYSTEMS += ["aarch64-apple-darwin", "x86_64-apple-darwin", "aarch64-unknown-linux-gnu"]


def compile_lock(lock, sources):
    # One fork: the same numpy on every Python, so that stored outputs agree everywhere.
    subprocess.run(
        ["uv", "pip", "compile", "--quiet", "--universal", "--upgrade", "--python-version", "3.11"]
        + ["--fork-strategy", "fewest", "--no-annotate", "--no-header", *sources, "-o", lock],
        cwd=ROOT,
        check=True,
    )


def make_locks():
    own = ROOT / "requirements.txt"
    own.unlink(missing_ok=True)
    for lock, sources in LOCKS.items():
        compile_lock(lock, sources)
    own.write_text(own.read_text() + "-e .\n")


def has_wheels(python, system):
    pins = [line for lock in LOCKS for line in (ROOT / lock).read_text().splitlines()]
    # Into an empty folder: what happens to be installed here must not answer for the wheels.
    with tempfile.TemporaryDirectory() as empty:
        run = subprocess.run(
            ["uv", "pip", "install", "--dry-run", "--only-binary", ":all:", "--target", empty]
            + ["--python-version", python, "--python-platform", system, "-r", "-"],
            input="\n".join(sorted({pin for pin in pins if not pin.startswith("-e")})),
            text=True,
            capture_output=True,
        )
    said = [line for line in run.stderr.splitlines() if line.startswith("Would install")]
    print(f"{python} {system}: {said[0] if run.returncode == 0 else run.stderr}")
    return run.returncode == 0


if __name__ == "__main__":
    if sys.argv[1:] != ["check"]:
        make_locks()
    answers = [has_wheels(python, system) for python in PYTHONS for system in SYSTEMS]
    sys.exit(0 if all(answers) else "Some wheels are missing, see above.")
