"""Connections of a service's threads: pooled, looked at before they are used, and not waited for while there are none.

While PostgreSQL is away, whoever needs a new connection waits two seconds for one at most, and for a moment after that
requests are answered 503 at once, instead of queueing up behind a server that is not there.
"""

import itertools
import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from service.problems import Kind, Problem, outcome_unknown

Connection = psycopg.Connection[Any]
Conninfo = Callable[[], str]
"""Says how to connect, for each new connection anew: it may have to start the server first (`tieout.postgres`)."""

_LONGEST_WAIT_S = 2.0
_PAUSE_S = 0.5
_GIVE_UP_S = 1.0
"""The pool's own attempts end early: their pauses grow to minutes, and a service must come back with its database."""
_NAMES = itertools.count(1)


class Database:
    """At most `size` connections; opened when they are needed, again after they broke."""

    def __init__(self, conninfo: Conninfo, size: int) -> None:
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            conninfo,
            min_size=0,
            max_size=size,
            reconnect_timeout=_GIVE_UP_S,
            num_workers=1,
            name=f"service-{next(_NAMES)}",
            open=True,
        )
        self._away_until = 0.0

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """An idle connection; what the block leaves open of a transaction is rolled back.

        Raises:
            Problem: 503, where the server is away or goes away during the block.
        """  # noqa: DOC501 - `outcome_unknown` makes a Problem
        connection = self._live()
        try:
            yield connection
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            raise outcome_unknown() from error
        finally:
            self._pool.putconn(connection)

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def _live(self) -> Connection:
        """One that the server has not ended meanwhile, as it does in a restart.

        Not the pool's own `check`: it asks the server each time, and pauses after each connection that it drops.
        """
        while _hung_up(connection := self._next()):
            connection.close()
            self._pool.putconn(connection)
        return connection

    def _next(self) -> Connection:
        if time.monotonic() < self._away_until:
            raise _away()
        try:
            return self._pool.getconn(_LONGEST_WAIT_S)
        except PoolTimeout:
            self._away_until = time.monotonic() + _PAUSE_S
            raise _away() from None


def _hung_up(connection: Connection) -> bool:
    """Whether the server ended it: nothing else ever speaks on an idle connection."""
    if connection.closed:
        return True
    listener = select.poll()
    listener.register(connection.fileno(), select.POLLIN)
    return bool(listener.poll(0))


def _away() -> Problem:
    return Problem(Kind.UNAVAILABLE, "the database does not answer: try again", retry_after=1)
