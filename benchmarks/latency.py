"""From a file's arrival to its match in the published marts, through Dagster's sensors, on the sample company.

The served graph looks, starts a run in a process of its own, and the run builds on the last version: the figure is what
a person at the dashboard waits for, less the two seconds in which the page looks for a new version.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from benchmarks.bench import Bench
from benchmarks.figures import Figure, ratio
from benchmarks.processes import run_python, run_tieout

WITHIN_SECONDS = 60
_PATIENCE = 300
_TIEOUT = "from cli import main; main()"
_FILE = "txn;booked;value;ref;batch;type;memo\n{line};31.10.2026;{value};ORD-{line};;settlement;Order payment\n"


def run(bench: Bench) -> list[Figure]:
    """Seconds from a file, and from a posting, until a reader of the marts sees them."""
    root = bench.folder / "latency"
    run_python(["-c", _TIEOUT, "demo", str(root), "--journals", str(bench.journals)])
    first = run_tieout("run", root)
    served = _serve(root)
    try:
        _until_runs_end(root)
        file = _seconds_until_seen(root, "statement_lines", "WTLATE1", lambda: _deliver(root, "WTLATE1", "1,00"))
        again = _seconds_until_seen(root, "statement_lines", "WTLATE2", lambda: _deliver(root, "WTLATE2", "2,00"))
    finally:
        os.killpg(served.pid, signal.SIGINT)
        served.wait(60)
    return [
        Figure(f"first run, {bench.journals:,} journals", first.seconds, "s"),
        Figure("a file, from its arrival to the marts", file, "s", WITHIN_SECONDS),
        Figure("another file", again, "s", WITHIN_SECONDS),
        Figure("of the first run", ratio(again, first.seconds), "×"),
    ]


def _serve(root: Path) -> subprocess.Popen[bytes]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", _TIEOUT, "dagster", "-w", str(root), "--port", str(port)]
    log = (root / ".tieout" / "dagster.log").open("wb")
    return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)


def _deliver(root: Path, line: str, value: str) -> None:
    (root / "inbox" / "wallet" / f"{line}.csv").write_text(_FILE.format(line=line, value=value), encoding="utf-8")


def _until_runs_end(root: Path) -> None:
    """The sensors' first look asks for runs that find nothing new; they come before what is measured."""
    seen, since = None, time.monotonic()
    while time.monotonic() - since < 15:
        now = sorted((root / ".tieout" / "dagster" / "history" / "runs").glob("*"))
        if now != seen:
            seen, since = now, time.monotonic()
        time.sleep(0.5)


def _seconds_until_seen(root: Path, mart: str, line: str, act: Callable[[], None]) -> float:
    act()
    began = time.monotonic()
    while time.monotonic() - began < _PATIENCE:
        version = (root / ".tieout" / "marts.duckdb").resolve()
        with duckdb.connect(str(version), read_only=True) as marts:
            if marts.execute(f"SELECT 1 FROM marts.{mart} WHERE line_ref = ?", [line]).fetchone():
                return time.monotonic() - began
        time.sleep(0.2)
    raise RuntimeError(f"{line} was not published within {_PATIENCE} s")
