"""Group commit: single postings that arrive together share one transaction, and so one flush to disk.

Handlers put postings into their tenant's queue and wait. A writer takes a whole queue at a time; while it commits, the
next group gathers. The busier the service, the larger the groups: that is the whole scheduler.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Iterable

from ledger.service.answers import Answer
from ledger.service.metrics import GROUP_SIZE, WAITING
from ledger.service.problems import Kind, Problem
from ledger.service.sessions import Connect
from ledger.service.writer import Job
from ledger.service.writing import Writer

_LARGEST_GROUP = 256

_Waiting = tuple[Job, asyncio.Future[Answer]]


class Groups:
    """The queues, and for each writer process the thread that hands it a group at a time."""

    def __init__(self, connect: Connect, writers: int, most_waiting: int) -> None:
        self._most_waiting = most_waiting
        self._waiting = 0
        self._loop = asyncio.get_running_loop()
        self._queues: dict[str, list[_Waiting]] = {}
        self._ready: deque[str] = deque()
        self._change = threading.Condition()
        self._closing = False
        self._threads = [
            threading.Thread(target=self._hand_over, args=(writer,), name="writer")
            for writer in [Writer(connect) for _ in range(writers)]
        ]
        for thread in self._threads:
            thread.start()

    async def post(self, tenant: str, job: Job) -> Answer:
        """The answer to one posting, once it is durable; Problem 503 when too many wait already."""
        if self._waiting >= self._most_waiting:
            raise Problem(Kind.BUSY, "too many postings are waiting: try again", retry_after=1)
        answer: asyncio.Future[Answer] = self._loop.create_future()
        with self._change:
            queue = self._queues.get(tenant)
            if queue is None:
                queue = self._queues[tenant] = []
                self._ready.append(tenant)
                self._change.notify()
            queue.append((job, answer))
        self._waiting += 1
        try:
            return await answer
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Commit what waits, then end the writers."""
        with self._change:
            self._closing = True
            self._change.notify_all()
        for thread in self._threads:
            thread.join()

    def _hand_over(self, writer: Writer) -> None:
        while (taken := self._take()) is not None:
            tenant, group = taken
            GROUP_SIZE.observe(len(group))
            WAITING.set(self._waiting)
            answers = writer.settle(tenant, [job for job, _ in group])
            futures = [future for _, future in group]
            self._loop.call_soon_threadsafe(_deliver, zip(futures, answers, strict=True))
        writer.close()

    def _take(self) -> tuple[str, list[_Waiting]] | None:
        with self._change:
            while not self._ready:
                if self._closing:
                    return None
                self._change.wait()
            tenant = self._ready.popleft()
            queue = self._queues.pop(tenant)
            if len(queue) > _LARGEST_GROUP:
                self._queues[tenant] = queue[_LARGEST_GROUP:]
                self._ready.append(tenant)
                self._change.notify()
            return tenant, queue[:_LARGEST_GROUP]


def _deliver(answers: Iterable[tuple[asyncio.Future[Answer], Answer]]) -> None:
    for future, answer in answers:
        if not future.done():
            future.set_result(answer)
