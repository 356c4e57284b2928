"""Group commit: single requests that arrive together share one transaction, and so one flush to disk.

Handlers put jobs into their tenant's queue and wait. A writer process takes a whole queue at a time; while it commits,
the next group gathers. The busier the service, the larger the groups: that is the whole scheduler. What a job is, and
how a group of them is committed, is the service's own (`writer_process.run_writer`).
"""

import asyncio
import threading
from collections import deque
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from prometheus_client import Gauge, Histogram

from service.answers import Answer
from service.database import Conninfo
from service.problems import Kind, Problem
from service.writer_process import WriterProcess

_LARGEST_GROUP = 256

Job = TypeVar("Job")


class GroupMetrics(NamedTuple):
    """What Prometheus reads of a service's groups, under names of its own."""

    size: Histogram
    waiting: Gauge


class GroupCommit(Generic[Job]):
    """The queues, and for each writer process the thread that hands it a group at a time.

    Args:
        program: the module that a writer runs, `python -m program`; it calls `writer_process.run_writer`.
        conninfo: how writers connect; it is pickled for them.
        writers: how many processes.
        most_waiting: jobs that may wait before others are refused.
        metrics: where sizes of groups and waiting jobs are counted.
    """

    def __init__(
        self, program: str, conninfo: Conninfo, writers: int, most_waiting: int, metrics: GroupMetrics
    ) -> None:
        self._most_waiting = most_waiting
        self._metrics = metrics
        self._waiting = 0
        self._loop = asyncio.get_running_loop()
        self._queues: dict[str, list[tuple[Job, asyncio.Future[Answer]]]] = {}
        self._ready: deque[str] = deque()
        self._change = threading.Condition()
        self._closing = False
        self._threads = [
            threading.Thread(target=self._hand_over, args=(writer,), name="writer")
            for writer in [WriterProcess[Job](program, conninfo) for _ in range(writers)]
        ]
        for thread in self._threads:
            thread.start()

    async def submit(self, tenant: str, job: Job) -> Answer:
        """The answer to one job, once its transaction is durable.

        Raises:
            Problem: 503, when too many wait already.
        """
        if self._waiting >= self._most_waiting:
            raise Problem(Kind.BUSY, "too many requests are waiting: try again", retry_after=1)
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

    def _hand_over(self, writer: WriterProcess[Job]) -> None:
        while (taken := self._take()) is not None:
            tenant, group = taken
            self._metrics.size.observe(len(group))
            self._metrics.waiting.set(self._waiting)
            answers = writer.settle(tenant, [job for job, _ in group])
            futures = [future for _, future in group]
            self._loop.call_soon_threadsafe(_deliver, zip(futures, answers, strict=True))
        writer.close()

    def _take(self) -> tuple[str, list[tuple[Job, asyncio.Future[Answer]]]] | None:
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
