"""Work on files ahead of their turn, in threads, and the results in the files' order.

The lines of one file are numbered in its order, which keeps one core busy; two files at once keep two.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from tabular.session import interrupt_sessions

Owner = TypeVar("Owner")
Found = TypeVar("Found")
_AT_ONCE = 2
_WAITING = 4  # results that nobody has taken yet: they lie on the lake's disk


@dataclass(frozen=True, slots=True)
class Job(Generic[Owner, Found]):
    """`look` at a file for its owner; with `waits`, only once the owner's files before it are done with."""

    owner: Owner
    path: Path
    look: Callable[[Path], Found]
    waits: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """Threads that look at files."""

    pool: ThreadPoolExecutor

    def in_order(self, jobs: Iterable[Job[Owner, Found]]) -> Iterator[tuple[Owner, Path, "Future[Found]"]]:
        """Every job's owner and file with what is found there; the caller is done with it when it asks for the next."""
        begun: deque[tuple[Owner, Path, Future[Found]]] = deque()
        for job in jobs:
            while len(begun) >= _WAITING or (job.waits and any(owner is job.owner for owner, _, _ in begun)):
                yield begun.popleft()
            begun.append((job.owner, job.path, self.pool.submit(job.look, job.path)))
        while begun:
            yield begun.popleft()


@contextmanager
def reading_ahead() -> Iterator[Ahead]:
    """Threads that end with the block; when it ends by an error, whatever they are at is broken off."""
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="receive") as pool:
        try:
            yield Ahead(pool)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            interrupt_sessions()
            raise
