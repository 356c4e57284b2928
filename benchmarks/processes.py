"""Running a command and measuring it from outside: wall time, and the CPU time and memory of everything it started.

Memory is the proportional set size (PSS) of `/proc/PID/smaps_rollup`, which counts a page that several processes share
once; summed over the process, its descendants, and the embedded PostgreSQL, which is nobody's child.
"""

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

SAMPLE_SECONDS = 0.2
_TIEOUT = "from cli import main; main()"


class Measured(NamedTuple):
    """Wall and CPU time in seconds, peak memory in MB, and what the process wrote on standard output and error.

    CPU time is that of the process, of all that it waited for, and of its PostgreSQL.
    """

    seconds: float
    cpu_seconds: float
    peak_mb: float
    output: str
    errors: str


def run_tieout(command: str, workspace: Path, *arguments: str, interpreter: Sequence[str] = ()) -> Measured:
    """Run a `tieout` command on a workspace; RuntimeError when it fails."""
    postmaster = workspace / ".tieout" / "postgres" / "postmaster.pid"
    return run_python([*interpreter, "-c", _TIEOUT, command, "-w", str(workspace), *arguments], postmaster=postmaster)


def run_python(arguments: Sequence[str], *, postmaster: Path | None = None) -> Measured:
    """Run this interpreter with `arguments`; `postmaster` names the PID file of a server that works for it."""
    began, used = time.monotonic(), _cpu_of_children()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    watch = _Watch(process.pid, postmaster)
    watch.start()
    output, errors = process.communicate()
    seconds = time.monotonic() - began
    watch.done.set()
    watch.join()
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(arguments)} ended with {process.returncode}: {errors.strip()[-2000:]}")
    return Measured(seconds, _cpu_of_children() - used + watch.server_cpu, watch.peak_kb / 1024, output, errors)


class _Watch(threading.Thread):
    """Samples the memory of a process tree until told that it is done."""

    def __init__(self, pid: int, postmaster: Path | None) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.postmaster = postmaster
        self.peak_kb = 0
        self.server_cpu = 0.0
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(SAMPLE_SECONDS):
            server = _server(self.postmaster)
            self.server_cpu = max(self.server_cpu, sum(_cpu(pid) for root in server for pid in _tree(root)))
            roots = [self.pid, *server]
            self.peak_kb = max(self.peak_kb, sum(_memory_kb(pid) for root in roots for pid in _tree(root)))


def _server(postmaster: Path | None) -> list[int]:
    if postmaster is None:
        return []
    with suppress(OSError, ValueError, IndexError):
        return [int(postmaster.read_text().splitlines()[0])]
    return []


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _cpu(pid: int) -> float:
    """CPU seconds of a process and of its children that have ended; 0 for one that has ended meanwhile."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _memory_kb(pid: int) -> int:
    """0 for a process that has ended meanwhile."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
