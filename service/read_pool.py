"""The read pool: a few threads, each with a connection while it works, for what must not hold up the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from service.database import Connection, Conninfo, Database
from service.problems import Kind, Problem

Result = TypeVar("Result")


class ReadPool:
    """Runs work on a thread and a connection; at most `most_waiting` pieces wait or run."""

    def __init__(self, conninfo: Conninfo, threads: int, most_waiting: int) -> None:
        self._database = Database(conninfo, threads)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="read-pool")
        self._most_waiting = most_waiting
        self._waiting = 0

    async def run(self, work: Callable[[Connection], Result]) -> Result:
        """The result of `work` on an idle connection; work that writes does so in a transaction of its own.

        Raises:
            Problem: 503, where the database is away or too much waits already.
        """
        if self._waiting >= self._most_waiting:
            raise Problem(Kind.BUSY, "too many requests are waiting: try again", retry_after=1)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._on_thread, work)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Wait for what runs, then close the connections."""
        self._threads.shutdown(wait=True)
        self._database.close()

    def _on_thread(self, work: Callable[[Connection], Result]) -> Result:
        with self._database.connection() as connection:
            return work(connection)
