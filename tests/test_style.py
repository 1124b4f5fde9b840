"""The code reads as the settings in pyproject.toml say."""

import subprocess
import sys
from pathlib import Path


def test_ruff_has_nothing_to_say():
    root = Path(__file__).parents[1]
    run = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "."], cwd=root, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
