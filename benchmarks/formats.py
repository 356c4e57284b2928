"""Reading statements and books: lines per second against the barest loop over the same file, and memory as files grow.

Bare is: for CAMT.053 lxml's events, for MT940 a loop over its lines that adds up the amounts, for the others DuckDB's
own reader into Parquet. None of them checks a row, proves a balance or gives a reason. Both read by turns, and the best
of each counts, so that another program's work is in neither. A limit is what a format cost when it was last measured,
and about half as much again: a reader that has become slower breaks it.
"""

from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.figures import Figure, ratio
from benchmarks.files import FORMS, write
from benchmarks.processes import run_python

OF_BARE = {"camt053": 15, "mt940": 45, "csv": 5, "stripe_balance": 5, "journal_csv": 5, "parquet": 4}
"""The most that a format may take, of bare."""
ROUNDS = 3
LARGE_OF_SMALL = 10
MEMORY_OF_SMALL = 2
"""A file ten times as large may take so many times the memory: buffers fill, nothing grows with the file."""


def run(bench: Bench) -> list[Figure]:
    """Every format, at the large size and a tenth of it."""
    figures = []
    for form in FORMS:
        figures += _format(bench, form)
    return figures


def _format(bench: Bench, form: str) -> list[Figure]:
    size = bench.megabytes * 1_000_000
    large, small = bench.folder / f"large.{form}", bench.folder / f"small.{form}"
    lines = write(form, large, size)
    write(form, small, size // LARGE_OF_SMALL)
    ours, bare = zip(*((_read("tieout", form, large), _read("bare", form, large)) for _ in range(ROUNDS)), strict=True)
    seconds, peak = min(ours)
    bare_seconds, _ = min(bare)
    _, small_peak = _read("tieout", form, small)
    large.unlink()
    return [
        Figure(f"{form}: lines", lines / seconds, "/s"),
        Figure(f"{form}: of bare", ratio(seconds, bare_seconds), "×", OF_BARE[form]),
        Figure(f"{form}: peak memory", peak, "MB"),
        Figure(f"{form}: memory at 10 × the size", ratio(peak, small_peak), "×", MEMORY_OF_SMALL),
    ]


def _read(way: str, form: str, path: Path) -> tuple[float, float]:
    """Seconds and peak memory in MB."""
    seconds, peak = run_python(["-m", "benchmarks.reading", way, form, str(path)]).output.split()
    return float(seconds), float(peak)
