"""Connections of the service's threads: opened when needed, again after they broke, and not too often.

While PostgreSQL is away, one attempt a time is made, with pauses that double; requests in between are answered 503
at once instead of queueing up behind a server that is not there.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
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


class Server:
    """PostgreSQL as the service's threads see it: how to reach it, and when to try again after it went away."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._lock = threading.Lock()
        self._pause = 0.0
        self._not_before = 0.0

    def connect(self) -> Connection:
        """A new connection; Problem 503 while the server is away."""
        with self._lock:
            wait = self._not_before - time.monotonic()
            if wait > 0:
                raise _away(wait)
            try:
                connection = self._connect()
            except (psycopg.Error, ServiceUnreachable, OSError):
                self._pause = min(max(self._pause * 2, _FIRST_PAUSE_S), _LONGEST_PAUSE_S)
                wait = self._pause * random.uniform(0.5, 1.0)  # noqa: S311 - jitter
                self._not_before = time.monotonic() + wait
                raise _away(wait) from None
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


def _away(wait: float) -> Problem:
    return Problem(Kind.UNAVAILABLE, "the database does not answer: try again", retry_after=max(1, round(wait)))
