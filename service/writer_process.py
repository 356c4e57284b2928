"""A writer process: it reads, judges and commits groups of jobs for the process that serves HTTP.

Two interpreters instead of two threads: neither waits for the other's turn, and both cores work. They talk over the
writer's standard input and output, one pickled message each way for a group. The writer is started with the service,
started again should it die, and ends when its input does, however the other end went away; what it is committing then
is committed.
"""

import gc
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

from service.answers import Answer
from service.database import Conninfo, Database
from service.logs import log, set_up_logs
from service.problems import outcome_unknown

Job = TypeVar("Job")
Settle = Callable[[Database, str, Sequence[Job]], list[Answer]]
"""Commits a tenant's jobs: an answer to each, in their order, durable on return. It may not raise."""

_PAUSE_S = 0.5
"""Between a writer's death and the next one's start, should it die of its own start."""
_OBJECTS_BEFORE_SEARCH = 20_000


class WriterProcess(Generic[Job]):
    """The serving end of one writer process; used by one thread."""

    def __init__(self, program: str, conninfo: Conninfo) -> None:
        self._command = [sys.executable, "-m", program]
        self._conninfo = pickle.dumps(conninfo)
        self._process = self._started()

    def settle(self, tenant: str, jobs: Sequence[Job]) -> list[Answer]:
        """An answer to each job; where the process died under them, that the outcome is not known."""
        try:
            if self._process.poll() is not None:
                self._process = self._started()
            return self._exchange(pickle.dumps((tenant, jobs)))
        except (EOFError, OSError, pickle.UnpicklingError):
            self.close()
            log.error("a writer died: it is started again", exit_code=self._process.returncode)
            time.sleep(_PAUSE_S)
            return [outcome_unknown().answer()] * len(jobs)

    def close(self) -> None:
        """Let it finish, and wait for its end."""
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()
        self._process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        """In a session of its own: Ctrl-C at the terminal stops the service, which stops this."""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True
        )
        if process.stdin is not None:
            process.stdin.write(self._conninfo)
            process.stdin.flush()
        return process

    def _exchange(self, message: bytes) -> list[Answer]:
        to_writer, from_writer = self._process.stdin, self._process.stdout
        if to_writer is None or from_writer is None:
            raise EOFError
        to_writer.write(message)
        to_writer.flush()
        answers: list[Answer] = pickle.load(from_writer)  # noqa: S301 - from our own child
        return answers


def run_writer(settle: Settle[Job]) -> None:
    """The writing end, the whole life of its process: settle groups until the input ends."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a stop is for the process that serves: it still has answers to give
    set_up_logs()
    from_service, to_service = sys.stdin.buffer, sys.stdout.buffer
    conninfo: Conninfo = pickle.load(from_service)  # noqa: S301 - from our own parent
    database = Database(conninfo, 1)
    gc.freeze()
    gc.set_threshold(_OBJECTS_BEFORE_SEARCH)
    with suppress(EOFError):
        while True:
            tenant, jobs = pickle.load(from_service)  # noqa: S301
            to_service.write(pickle.dumps(settle(database, tenant, jobs)))
            to_service.flush()
    database.close()
