"""The sample company, as a person meets it: run from nothing, with nothing new, and after one small file.

Wall time is that of the command, CPU time that of all processes that worked for it. How much of a run is importing is
measured by the interpreter itself (`-X importtime`), in the run's own process.
"""

import re
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.figures import Figure, ratio
from benchmarks.processes import Measured, run_python, run_tieout

FROM_NOTHING_S = 10
SMALL_FILE_S = 6
SMALL_FILE_CPU_S = 8
NOTHING_NEW_S = 2
NOTHING_NEW_OF_FIRST = 0.33
IMPORTING = 50
_IMPORT = re.compile(r"^import time:\s+(\d+) \|", re.MULTILINE)
_HEAD = "txn;booked;value;ref;batch;type;memo\n"


def run(bench: Bench) -> list[Figure]:
    """A run from nothing, one with nothing new, and one after a small file; then both again, for their imports."""
    root = bench.folder / "demo"
    _make(root, bench.journals)
    first = run_tieout("run", root)
    unchanged = run_tieout("run", root)
    _deliver(root, 1)
    small = run_tieout("run", root)
    _deliver(root, 2)
    small_imports = _with_import_times(root)
    unchanged_imports = _with_import_times(root)
    return [
        Figure(f"from nothing, {bench.journals:,} journals", first.seconds, "s", FROM_NOTHING_S),
        Figure("from nothing: CPU of all processes", first.cpu_seconds, "s"),
        Figure("after one small file", small.seconds, "s", SMALL_FILE_S),
        Figure("after one small file: CPU of all processes", small.cpu_seconds, "s", SMALL_FILE_CPU_S),
        Figure("after one small file: of the run from nothing", ratio(small.cpu_seconds, first.cpu_seconds), "×"),
        Figure("after one small file: importing", _importing(small_imports), "%", IMPORTING),
        Figure("nothing new", unchanged.seconds, "s", NOTHING_NEW_S),
        Figure("nothing new: CPU of all processes", unchanged.cpu_seconds, "s"),
        Figure(
            "nothing new: of the run from nothing", ratio(unchanged.seconds, first.seconds), "×", NOTHING_NEW_OF_FIRST
        ),
        Figure("nothing new: importing", _importing(unchanged_imports), "%"),
    ]


def _make(root: Path, journals: int) -> None:
    tieout = "from cli import main; main()"
    run_python(["-c", tieout, "demo", str(root), "--journals", str(journals)])


def _deliver(root: Path, number: int) -> None:
    line = f"WT-BENCH{number};31.10.2026;1,00;ORD-BENCH{number};;charge;Order payment\n"
    (root / "inbox" / "wallet" / f"wallet-bench-{number}.csv").write_text(_HEAD + line, encoding="utf-8")


def _with_import_times(root: Path) -> Measured:
    return run_tieout("run", root, interpreter=("-X", "importtime"))


def _importing(measured: Measured) -> float:
    """The share of the run's wall time, in percent, that its process spent importing."""
    microseconds = sum(int(own) for own in _IMPORT.findall(measured.errors))
    return microseconds / 1_000_000 / measured.seconds * 100
