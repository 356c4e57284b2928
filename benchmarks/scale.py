"""From files to published marts, against a bare DuckDB script that reads the same files and does the same joins.

Start-up is what a first run on the same workspace with empty inboxes takes; it is taken off. Both must find as many
matches: a baseline that does other work would be no baseline.
"""

import json
import shutil
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.figures import Figure, ratio
from benchmarks.processes import Measured, run_python, run_tieout
from orchestration.sample import generate_plain

TIMES_BARE = 4
PEAK_MB = 4096
GROWTH_OF_TEN = 12
SECOND_OF_FIRST = 1 / 3
BARE_RUNS = 3
STARTS = 2


def run(bench: Bench) -> list[Figure]:
    """Two sizes, ten times apart; the limits are about the larger one."""
    start = min(_start_up(bench.folder / f"empty-{number}") for number in range(STARTS))
    small = _first_run(bench, bench.rows // 20 * 2)
    large = _first_run(bench, bench.rows)
    root, _ = bench.reconciled(bench.rows)
    again = run_tieout("run", root, "--json")
    bare_seconds, bare_pairs = min(_bare(root) for _ in range(BARE_RUNS))
    _require_same_matches(again, bare_pairs)
    work, small_work = large.seconds - start, small.seconds - start
    return [
        Figure("start-up: a run on empty inboxes", start, "s"),
        Figure(f"first run, {bench.rows:,} + {bench.rows:,} lines", large.seconds, "s"),
        Figure("bare DuckDB script", bare_seconds, "s"),
        Figure("first run less start-up, of bare", ratio(work, bare_seconds), "×", TIMES_BARE),
        Figure("peak memory of all processes", large.peak_mb, "MB", PEAK_MB),
        Figure("10 × the rows, less start-up", ratio(work, small_work), "×", GROWTH_OF_TEN),
        Figure("second run, nothing new", again.seconds, "s"),
        Figure("second run of first", ratio(again.seconds, large.seconds), "×", SECOND_OF_FIRST),
    ]


def _start_up(root: Path) -> float:
    """A first run with the same configuration and no rows."""
    generate_plain(root, 2)
    for file in (root / "inbox").rglob("*.csv"):
        file.unlink()
    seconds = run_tieout("run", root).seconds
    shutil.rmtree(root)
    return seconds


def _first_run(bench: Bench, rows: int) -> Measured:
    _, measured = bench.reconciled(rows)
    if measured is None:
        raise RuntimeError(f"the workspace of {rows:,} rows was run before: `scale` must come first")
    return measured


def _bare(root: Path) -> tuple[float, int]:
    seconds, pairs = run_python(["-m", "benchmarks.bare", str(root)]).output.split()
    return float(seconds), int(pairs)


def _require_same_matches(again: Measured, pairs: int) -> None:
    matched = sum(told["matched"] for told in json.loads(again.output)["reconciliations"])
    if matched != pairs:
        raise RuntimeError(f"Tieout found {matched:,} matches, the bare script {pairs:,}: they do not do the same work")
