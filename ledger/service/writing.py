"""Our end of a writer process: started with the service, started again should it die, ended by the end of its input."""

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from ledger.service.answers import Answer
from ledger.service.logs import log
from ledger.service.problems import outcome_unknown
from ledger.service.sessions import Connect
from ledger.service.writer import Job

_PROGRAM = [sys.executable, "-m", "ledger.service.writer"]
_PAUSE_S = 0.5
"""Between a writer's death and the next one's start, should it die of its own start."""


class Writer:
    """One writer process; used by one thread."""

    def __init__(self, connect: Connect) -> None:
        self._connect = pickle.dumps(connect)
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
            _PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True
        )
        if process.stdin is not None:
            process.stdin.write(self._connect)
            process.stdin.flush()
        return process

    def _exchange(self, message: bytes) -> list[Answer]:
        asked, answered = self._process.stdin, self._process.stdout
        if asked is None or answered is None:
            raise EOFError
        asked.write(message)
        asked.flush()
        answers: list[Answer] = pickle.load(answered)  # noqa: S301 - from our own child
        return answers
