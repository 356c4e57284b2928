"""From files to published marts, against a bare DuckDB script that reads the same files and does the same joins.

Start-up is taken off: of a first run, what a first run on the same workspace with empty inboxes takes; of the day that
follows, what a run with nothing new takes there. Both scripts must find as many matches as Tieout: a baseline that does
other work would be no baseline. The promises are about `--rows 10000000`; at fewer rows they are as hard.
"""

import json
import shutil
from pathlib import Path
from typing import NamedTuple

from benchmarks.bench import Bench
from benchmarks.figures import Figure, ratio
from benchmarks.processes import Measured, run_python, run_tieout
from sample import generate_plain
from sample.plain import generate_next_day

TIMES_BARE = 3
PEAK_MB = 8192
GROWTH_OF_A_ROW = 1.15
SECOND_OF_FIRST = 1 / 3
DAY_OF_FULL = 0.1
NEW_ROWS = 0.01
OF_PANDAS = 1 / 5
PANDAS_ROWS = 2_000_000  # what it holds in 8 GB, with room for the copies that it makes
RUNS = 3


class _StartUp(NamedTuple):
    """Seconds of runs on a workspace with empty inboxes: the first, and one with nothing new."""

    first: float
    later: float


def run(bench: Bench) -> list[Figure]:
    """Two sizes, ten times apart; the limits are about the larger one."""
    start = _start_up(bench.folder / "empty")
    small_rows = bench.rows // 20 * 2
    small = _first_run(bench, small_rows)
    large = _first_run(bench, bench.rows)
    root, _ = bench.reconciled(bench.rows)
    again = run_tieout("run", root, "--json")
    bare = _script("bare", root, again)
    work, small_work = large.seconds - start.first, small.seconds - start.first
    return [
        Figure("start-up: a first run on empty inboxes", start.first, "s"),
        Figure(f"first run, {bench.rows:,} + {bench.rows:,} lines", large.seconds, "s"),
        Figure("bare DuckDB script", bare, "s"),
        Figure("first run less start-up, of bare", ratio(work, bare), "×", TIMES_BARE),
        *_against_pandas(bench, small_rows, small_work, work),
        Figure("peak memory of all processes", large.peak_mb, "MB", PEAK_MB),
        Figure(
            "cost of a row, of its cost at a tenth of the rows",
            ratio(work / bench.rows, small_work / small_rows), "×", GROWTH_OF_A_ROW,
        ),
        Figure("second run, nothing new", again.seconds, "s"),
        Figure("second run of first", ratio(again.seconds, large.seconds), "×", SECOND_OF_FIRST),
        *_next_day(root, bench.rows, start, large),
    ]  # fmt: skip


def _start_up(root: Path) -> _StartUp:
    """A workspace with the same configuration and no rows."""
    generate_plain(root, 2)
    for file in (root / "inbox").rglob("*.csv"):
        file.unlink()
    first = run_tieout("run", root).seconds
    later = min(run_tieout("run", root).seconds for _ in range(RUNS))
    shutil.rmtree(root)
    return _StartUp(first, later)


def _first_run(bench: Bench, rows: int) -> Measured:
    _, measured = bench.reconciled(rows)
    if measured is None:
        raise RuntimeError(f"the workspace of {rows:,} rows was run before: `scale` must come first")
    return measured


def _against_pandas(bench: Bench, small_rows: int, small_work: float, work: float) -> list[Figure]:
    """At the larger size that pandas can hold."""
    rows, own = (bench.rows, work) if bench.rows <= PANDAS_ROWS else (small_rows, small_work)
    root, _ = bench.reconciled(rows)
    pandas = _script("pandas_bare", root, run_tieout("run", root, "--json"))
    return [
        Figure(f"pandas script, {rows:,} + {rows:,} lines", pandas, "s"),
        Figure("first run less start-up, of pandas", ratio(own, pandas), "×", OF_PANDAS),
    ]


def _next_day(root: Path, rows: int, start: _StartUp, full: Measured) -> list[Figure]:
    """A day of new lines on the history that was just reconciled."""
    added = int(rows * NEW_ROWS) // 2 * 2
    generate_next_day(root, rows, added)
    day = run_tieout("run", root)
    share = ratio(day.seconds - start.later, full.seconds - start.later)
    return [
        Figure(f"the day after: {added:,} + {added:,} new lines", day.seconds, "s"),
        Figure("the day of the full run, less start-up", share, "×", DAY_OF_FULL),
    ]


def _script(name: str, root: Path, measured: Measured) -> float:
    """Seconds of a baseline's best run; it must find the matches that Tieout found."""
    runs = [run_python(["-m", f"benchmarks.{name}", str(root)]).output.split() for _ in range(RUNS)]
    matched = sum(each["matched"] for each in json.loads(measured.output)["reconciliations"])
    if any(int(pairs) != matched for _, pairs in runs):
        raise RuntimeError(f"Tieout found {matched:,} matches, {name} {runs[0][1]}: they do not do the same work")
    return min(float(seconds) for seconds, _ in runs)
