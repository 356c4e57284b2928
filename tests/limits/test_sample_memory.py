"""Generating ten times the company takes less than twice the memory: lines are written as they are made."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.rounds import rounds

PEAK = """
import resource, sys
from pathlib import Path
from sample import generate
lines = generate(Path(sys.argv[1]), journals=int(sys.argv[2])).ledger_lines
print(lines, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.soak
def test_ten_times_the_lines_take_less_than_twice_the_memory(tmp_path: Path) -> None:
    measured = []
    journals_of_the_small = rounds(4_000, 10_000)
    for journals in (journals_of_the_small, 10 * journals_of_the_small):
        command = [sys.executable, "-c", PEAK, str(tmp_path / str(journals)), str(journals)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
        measured.append([int(word) for word in done.stdout.split()])
    (few, small), (many, large) = measured
    assert many > 9 * few
    assert large < 1.6 * small
