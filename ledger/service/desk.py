"""The desk: everything that is not a single posting, done by a few threads, each with its own connection."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from ledger.service.problems import Kind, Problem
from ledger.service.sessions import Connection, Server, Session

Result = TypeVar("Result")


class Desk:
    """Runs work on a thread and a connection; at most `most_waiting` pieces wait or run."""

    def __init__(self, server: Server, threads: int, most_waiting: int) -> None:
        self._server = server
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="desk")
        self._local = threading.local()
        self._most_waiting = most_waiting
        self._waiting = 0

    async def run(self, work: Callable[[Connection], Result]) -> Result:
        """The result of `work`; Problem 503 when the database is away or too much waits already."""
        if self._waiting >= self._most_waiting:
            raise Problem(Kind.BUSY, "too many requests are waiting: try again", retry_after=1)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._on_thread, work)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Wait for what runs; the threads' connections end with them."""
        self._threads.shutdown(wait=True)

    def _on_thread(self, work: Callable[[Connection], Result]) -> Result:
        session = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = Session(self._server)
        with session.use() as connection:
            return work(connection)
