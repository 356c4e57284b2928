"""A real ledger service in its own process, as the command line starts it."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
START = "from cli.ledger import commands; commands()"
PATIENCE_S = 60


@dataclass
class LedgerServer:
    """One server; its log is JSON lines."""

    process: subprocess.Popen
    log: Path
    url: str

    @property
    def lines(self):
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def stop(self, how=signal.SIGTERM):
        """Its exit code."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE_S)


@contextmanager
def ledger_server(workspace, log, *options):
    """Serve a workspace on a free port; stopped at the end, if it still runs."""
    command = [sys.executable, "-c", START, "serve", "-w", str(workspace), "--port", "0", *options]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=workspace, env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, stdout=output, stderr=output
        )
    try:
        yield LedgerServer(process, log, address_of(process, log))
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE_S)


def address_of(process, log):
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        for line in log.read_text().splitlines():
            if '"listening"' in line:
                return f"http://127.0.0.1:{json.loads(line)['port']}"
        time.sleep(0.1)
    raise AssertionError(f"the service did not start: {log.read_text()}")
