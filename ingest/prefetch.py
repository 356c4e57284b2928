"""Reading files ahead of their turn, in threads, with the results in the files' order.

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
Result = TypeVar("Result")
_THREADS = 2
_MOST_WAITING = 4  # results that nobody has taken yet: they lie on the lake's disk


@dataclass(frozen=True, slots=True)
class Job(Generic[Owner, Result]):
    """A file that `read` reads for its owner; with `waits`, only once the owner's files before it are done with."""

    owner: Owner
    path: Path
    read: Callable[[Path], Result]
    waits: bool


@dataclass(frozen=True, slots=True)
class Prefetcher:
    """Threads that read files."""

    pool: ThreadPoolExecutor

    def in_order(self, jobs: Iterable[Job[Owner, Result]]) -> Iterator[tuple[Owner, Path, "Future[Result]"]]:
        """Every job's owner and file with what was read; the caller is done with one when it takes the next."""
        begun: deque[tuple[Owner, Path, Future[Result]]] = deque()
        for job in jobs:
            while len(begun) >= _MOST_WAITING or (job.waits and any(owner is job.owner for owner, _, _ in begun)):
                yield begun.popleft()
            begun.append((job.owner, job.path, self.pool.submit(job.read, job.path)))
        while begun:
            yield begun.popleft()


@contextmanager
def prefetching() -> Iterator[Prefetcher]:
    """Threads that end with the block; when it ends by an error, whatever they are at is broken off."""
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="receive") as pool:
        try:
            yield Prefetcher(pool)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            interrupt_sessions()
            raise
