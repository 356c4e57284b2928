"""Connections of the service's threads: opened when needed, again after they broke, and not too often.

While PostgreSQL is away, one attempt a time is made, with pauses that double; requests in between are answered 503
at once instead of queueing up behind a server that is not there.
"""

import random
import select
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from ledger.service.problems import Kind, Problem, outcome_unknown
from tieout.errors import ServiceUnreachable

Connection = psycopg.Connection[Any]
Connect = Callable[[], Connection]

_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 5.0
_LONGEST_WAIT_S = 2.0


class Server:
    """PostgreSQL as the service's threads see it: how to reach it, and when to try again after it went away."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._lock = threading.Lock()
        self._attempt: Future[Connection] | None = None
        self._pause = 0.0
        self._not_before = 0.0

    def connect(self) -> Connection:
        """A new connection; Problem 503 while the server is away, or where it takes seconds to come back.

        One attempt is made at a time, by a thread of its own: starting an embedded server may take a minute, and no
        request waits for that. What an attempt yields belongs to whoever takes it first.
        """
        while True:
            attempt = self._running_attempt()
            if not wait([attempt], _LONGEST_WAIT_S).done:
                self._not_before = time.monotonic() + _LONGEST_WAIT_S
                raise _away(_LONGEST_WAIT_S)
            with self._lock:
                if self._attempt is attempt:
                    self._attempt = None
                    return self._outcome(attempt)

    def _running_attempt(self) -> "Future[Connection]":
        with self._lock:
            pause = self._not_before - time.monotonic()
            if pause > 0:
                raise _away(pause)
            if self._attempt is None:
                self._attempt = Future()
                threading.Thread(target=self._try, args=(self._attempt,), name="connecting", daemon=True).start()
            return self._attempt

    def _try(self, attempt: "Future[Connection]") -> None:
        try:
            attempt.set_result(self._connect())
        except BaseException as error:  # noqa: BLE001 - raised again by whoever takes it
            attempt.set_exception(error)

    def _outcome(self, attempt: "Future[Connection]") -> Connection:
        try:
            connection = attempt.result()
        except (psycopg.Error, ServiceUnreachable, OSError):
            self._pause = min(max(self._pause * 2, _FIRST_PAUSE_S), _LONGEST_PAUSE_S)
            pause = self._pause * random.uniform(0.5, 1.0)  # noqa: S311 - jitter
            self._not_before = time.monotonic() + pause
            raise _away(pause) from None
        self._pause = 0.0
        return connection


class Session:
    """One thread's connection."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._connection: Connection | None = None

    @contextmanager
    def use(self) -> Iterator[Connection]:
        """The connection, idle; a Problem 503 where it is lost on the way."""
        if self._connection is not None and _hung_up(self._connection):
            self.close()
        if self._connection is None:
            self._connection = self._server.connect()
        connection = self._connection
        try:
            yield connection
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            raise outcome_unknown() from error
        finally:
            self._tidy(connection)

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _tidy(self, connection: Connection) -> None:
        with suppress(psycopg.Error):
            if not connection.closed and connection.info.transaction_status != TransactionStatus.IDLE:
                connection.rollback()
        if connection.closed or connection.info.transaction_status != TransactionStatus.IDLE:
            with suppress(psycopg.Error):
                connection.close()
            self._connection = None


def _hung_up(connection: Connection) -> bool:
    """Whether the server ended it meanwhile, as in a restart: nothing else ever speaks on an idle connection."""
    if connection.closed:
        return True
    listener = select.poll()
    listener.register(connection.fileno(), select.POLLIN)
    return bool(listener.poll(0))


def _away(wait: float) -> Problem:
    return Problem(Kind.UNAVAILABLE, "the database does not answer: try again", retry_after=max(1, round(wait)))
