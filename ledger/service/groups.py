"""Group commit: single postings that arrive together share one transaction, and so one flush to disk.

Handlers put postings into their tenant's queue and wait. A writer takes a whole queue at a time; while it commits, the
next group gathers. The busier the server, the larger the groups: that is the whole scheduler. A posting that is wrong
is refused alone. A group that fails as a whole is done again one by one, so that nobody pays for a neighbour.
"""

import asyncio
import json
import threading
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from psycopg import NotSupportedError
from psycopg.errors import DeadlockDetected, UniqueViolation

from ledger.posting import post_each
from ledger.refusals import Refused
from ledger.requests import JournalRequest, Posted
from ledger.service.answers import CREATED, Answer
from ledger.service.idempotency import Asked, Raced, recorded, remember, replay
from ledger.service.logs import unforeseen
from ledger.service.metrics import GROUP_SIZE, WAITING
from ledger.service.problems import Kind, Problem
from ledger.service.refusals import of_refusal, refusals
from ledger.service.sessions import Connection, Server, Session
from ledger.tenancy import tenant_transaction

_LARGEST_GROUP = 256
_ATTEMPTS = 5


@dataclass(slots=True)
class Posting:
    """One journal to be posted, and the future that its handler waits for."""

    asked: Asked
    journal: JournalRequest
    answer: asyncio.Future[Answer]


class Groups:
    """The queues, and the writer threads that empty them."""

    def __init__(self, server: Server, writers: int, most_waiting: int) -> None:
        self._server = server
        self._most_waiting = most_waiting
        self._waiting = 0
        self._loop = asyncio.get_running_loop()
        self._queues: dict[str, list[Posting]] = {}
        self._ready: deque[str] = deque()
        self._change = threading.Condition()
        self._closing = False
        self._writers = [
            threading.Thread(target=self._write_groups, name=f"writer-{number}", daemon=True)
            for number in range(writers)
        ]
        for writer in self._writers:
            writer.start()

    async def post(self, tenant: str, asked: Asked, journal: JournalRequest) -> Answer:
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
            queue.append(Posting(asked, journal, answer))
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
        for writer in self._writers:
            writer.join()

    def _write_groups(self) -> None:
        session = Session(self._server)
        while (taken := self._take()) is not None:
            tenant, group = taken
            GROUP_SIZE.observe(len(group))
            WAITING.set(self._waiting)
            answers = _settle(session, tenant, group)
            self._loop.call_soon_threadsafe(_deliver, zip(group, answers, strict=True))
        session.close()

    def _take(self) -> tuple[str, list[Posting]] | None:
        with self._change:
            while not self._ready:
                if self._closing:
                    return None
                self._change.wait()
            tenant = self._ready.popleft()
            queue = self._queues[tenant]
            if len(queue) > _LARGEST_GROUP:
                self._queues[tenant] = queue[_LARGEST_GROUP:]
                self._ready.append(tenant)
                self._change.notify()
            else:
                del self._queues[tenant]
            return tenant, queue[:_LARGEST_GROUP]


def _deliver(answers: Iterable[tuple[Posting, Answer]]) -> None:
    for posting, answer in answers:
        if not posting.answer.done():
            posting.answer.set_result(answer)


def _settle(session: Session, tenant: str, group: list[Posting]) -> list[Answer]:
    """An answer to each posting of the group, whatever happens."""
    try:
        with session.use() as connection:
            return _post(connection, tenant, group)
    except Problem as problem:
        if problem.kind in (Kind.UNAVAILABLE, Kind.BUSY) or len(group) == 1:
            return [problem.answer()] * len(group)
    except Exception as error:  # noqa: BLE001 - a writer outlives whatever a posting does to it
        if len(group) == 1:
            return [unforeseen(error).answer()]
    return [_settle(session, tenant, [posting])[0] for posting in group]


def _post(connection: Connection, tenant: str, group: list[Posting]) -> list[Answer]:
    """Transactions until each posting has its answer: one, unless postings of the group repeat each other."""
    answers: dict[int, Answer] = {}
    waiting = dict(enumerate(group))
    while waiting:
        answers |= _post_distinct(connection, tenant, waiting)
        waiting = {place: posting for place, posting in waiting.items() if place not in answers}
    return [answers[place] for place in range(len(group))]


def _post_distinct(connection: Connection, tenant: str, waiting: dict[int, Posting]) -> dict[int, Answer]:
    for _ in range(_ATTEMPTS):
        with suppress(Raced, DeadlockDetected, UniqueViolation):
            return _committed(connection, tenant, waiting)
    raise Problem(Kind.BUSY, "others kept posting the same journals: try again", retry_after=1)


def _committed(connection: Connection, tenant: str, waiting: dict[int, Posting]) -> dict[int, Answer]:
    """In one transaction, with few waits for the server: statements are sent before the last one's answer is there.

    What must be looked at closely (a repetition, a mistake, an account that is new) is staged by COPY, which cannot be
    sent ahead: then once more, one statement at a time.
    """
    try:
        with refusals(), connection.pipeline(), tenant_transaction(connection, tenant):
            return _post_in_transaction(connection, tenant, waiting)
    except NotSupportedError:
        with refusals(), tenant_transaction(connection, tenant):
            return _post_in_transaction(connection, tenant, waiting)


def _post_in_transaction(connection: Connection, tenant: str, waiting: dict[int, Posting]) -> dict[int, Answer]:
    """Repeat what was answered before, post what is new; the second one of a key or a journal_id is left waiting."""
    known = recorded(connection, tenant, [posting.asked.key for posting in waiting.values()])
    answers: dict[int, Answer] = {}
    new: dict[int, Posting] = {}
    taken: set[tuple[str, str]] = set()
    for place, posting in waiting.items():
        names = {("key", posting.asked.key), ("journal", posting.journal.journal_id)}
        stored = replay(posting.asked, known)
        if stored is not None:
            answers[place] = stored
        elif taken.isdisjoint(names):
            taken |= names
            new[place] = posting
    if new:
        outcomes = post_each(connection, tenant, [posting.journal for posting in new.values()])
        fresh = dict(zip(new, map(_answer, outcomes), strict=True))
        remember(connection, tenant, [(new[place].asked, answer) for place, answer in fresh.items() if answer.accepted])
        answers |= fresh
    return answers


def _answer(outcome: Posted | Refused) -> Answer:
    if isinstance(outcome, Refused):
        return of_refusal(outcome).answer()
    return Answer(CREATED, json.dumps(posted(outcome)).encode(), replayed=outcome.replayed)


def posted(outcome: Posted) -> dict[str, str]:
    """A posted journal as it is told; the same for the posting and for its repetitions."""
    return {"journal_id": outcome.journal_id, "recorded_at": outcome.recorded_at.isoformat()}
