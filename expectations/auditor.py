"""The audit as its caller sees it: started early, asked once the build is ready.

`with Auditor() as auditor:` before the build begins, `auditor.audit(AuditRequest(database))` when it is done: Great
Expectations loads meanwhile, in a process of its own.
"""

import json
import os
import selectors
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from expectations.model import AuditRequest, CheckResult, Outcome, PostgresBuild
from tieout.errors import TieoutError

_CHUNK = 1 << 16
_GRACE_SECONDS = 5


def _environment() -> dict[str, str]:
    """This process's environment, with this checkout or installation importable."""
    here = str(Path(__file__).parents[1])
    python_path = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{python_path}" if python_path else here}


class Auditor:
    """Owns the worker process. Not safe for use by two threads at once."""

    def __init__(self, timeout_seconds: float = 900) -> None:
        self.timeout_seconds = timeout_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints: IO[bytes] = BytesIO()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> Self:
        """Start the worker, which loads Great Expectations at once; returns without waiting for it."""
        if self._process is None:
            self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "expectations.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                env=_environment(),
                bufsize=0,
            )
        return self

    @property
    def pid(self) -> int:
        """The worker's process id."""
        return self._running().pid

    def audit(self, request: AuditRequest) -> list[CheckResult]:
        """Audit a build; waits for the results, in the catalogue's order.

        The next call after an error starts a new worker.

        Raises:
            TieoutError: the build cannot be opened, or the worker died or took longer than `timeout_seconds`; in one
                line.
        """
        self.start()
        build = request.database
        message = {
            "database": asdict(build) if isinstance(build, PostgresBuild) else str(build.absolute()),
            "attachments": {name: str(path.absolute()) for name, path in request.attachments.items()},
            "currencies": dict(request.currencies),
        }
        with suppress(BrokenPipeError):  # a worker that has died is reported where its answer is missing
            _open(self._running().stdin).write(json.dumps(message).encode() + b"\n")
        answer = json.loads(self._line())
        if "error" in answer:
            raise TieoutError(f"the build {request.name} could not be audited: {answer['error']}")
        return [_check_result(fields) for fields in answer["results"]]

    def close(self) -> None:
        """End the worker: at once when it waits, by force when it is still at work after some seconds."""
        if self._process is None:
            return
        process, self._process = self._process, None
        with suppress(BrokenPipeError):
            _open(process.stdin).close()
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _open(process.stdout).close()
        self._complaints.close()

    def _line(self) -> bytes:
        """The worker's next line, within the time allowed.

        Raises:
            TieoutError: none came within `timeout_seconds`, or the worker died.
        """
        received = b""
        deadline = time.monotonic() + self.timeout_seconds
        stdout = _open(self._running().stdout)
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            while not received.endswith(b"\n"):
                if not selector.select(deadline - time.monotonic()):
                    self.close()
                    raise TieoutError(f"the audit gave no answer within {self.timeout_seconds:g} seconds")
                chunk = os.read(stdout.fileno(), _CHUNK)
                if not chunk:
                    raise TieoutError(f"the audit's process died: {self._last_words()}")
                received += chunk
        return received

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise TieoutError("the audit's process is not running: call start() first")
        return self._process

    def _last_words(self) -> str:
        """The last line that the dying worker wrote on standard error, or how it ended; closes what is left of it."""
        process = self._running()
        process.wait()
        self._complaints.seek(0)
        lines = self._complaints.read().decode(errors="replace").strip().splitlines()
        self.close()
        return lines[-1] if lines else f"exit code {process.returncode}"


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    """A pipe that `start` opened; typed as optional only because a process need not have any.

    Raises:
        TieoutError: the worker was started without it.
    """
    if pipe is None:
        raise TieoutError("the audit's process has no pipe to speak through")
    return pipe


def _check_result(fields: dict[str, Any]) -> CheckResult:
    return CheckResult(**{**fields, "outcome": Outcome(fields["outcome"])})
