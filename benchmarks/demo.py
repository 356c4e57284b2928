"""The sample company, as a person meets it: run a second time, and run after one small file was delivered.

How much of a run is importing is told by the interpreter itself (`-X importtime`), in the run's own process.
"""

import re
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.figures import Figure, ratio
from benchmarks.processes import Measured, run_python, run_tieout

SECOND_RUN_S = 25
IMPORTING = 50
_IMPORT = re.compile(r"^import time:\s+(\d+) \|", re.MULTILINE)
_DELIVERY = "txn;booked;value;ref;batch;type;memo\nWT-BENCH;31.10.2026;1,00;ORD-BENCH;;charge;Order payment\n"


def run(bench: Bench) -> list[Figure]:
    """First run, second run, and a third with something new."""
    root = bench.folder / "demo"
    _make(root, bench.journals)
    first = run_tieout("run", root)
    second = run_tieout("run", root)
    (root / "inbox" / "wallet" / "wallet-bench.csv").write_text(_DELIVERY, encoding="utf-8")
    delivered = _with_import_times(root)
    standing = _with_import_times(root)
    return [
        Figure(f"first run, {bench.journals:,} journals", first.seconds, "s"),
        Figure("second run, nothing new", second.seconds, "s", SECOND_RUN_S),
        Figure("second run of first", ratio(second.seconds, first.seconds), "×"),
        Figure("second run: importing", _importing(standing), "%", IMPORTING),
        Figure("run after one small file", delivered.seconds, "s", SECOND_RUN_S),
        Figure("run after one small file: importing", _importing(delivered), "%", IMPORTING),
    ]


def _make(root: Path, journals: int) -> None:
    tieout = "from cli import main; main()"
    run_python(["-c", tieout, "demo", str(root), "--journals", str(journals)])


def _with_import_times(root: Path) -> Measured:
    return run_tieout("run", root, interpreter=("-X", "importtime"))


def _importing(measured: Measured) -> float:
    """The share of the run's wall time, in percent, that its process spent importing."""
    microseconds = sum(int(own) for own in _IMPORT.findall(measured.errors))
    return microseconds / 1_000_000 / measured.seconds * 100
