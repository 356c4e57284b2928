"""The house: imports point downwards only, as pyproject.toml says."""

import subprocess
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_imports_point_downwards_only():
    linter = Path(sysconfig.get_path("scripts")) / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "1 kept, 0 broken" in done.stdout
