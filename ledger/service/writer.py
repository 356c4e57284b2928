"""A writer: a process of its own that reads, judges and commits groups of postings for the process that serves HTTP.

Two interpreters instead of two threads: neither waits for the other's turn, and both cores work. They talk over the
writer's standard input and output, one pickled message each way for a group. The writer ends when its input does,
however the other end went away; what it is committing then is committed, and found again by its key.
"""

import gc
import pickle
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from ledger.requests import JournalRequest
from ledger.service.answers import Answer
from ledger.service.bodies import read
from ledger.service.committing import Posting, commit
from ledger.service.idempotency import Asked, fingerprint
from ledger.service.logs import set_up, unforeseen
from ledger.service.problems import Kind, Problem
from ledger.service.sessions import Connect, Server, Session

JOURNALS = "/v1/journals"
_OBJECTS_BEFORE_SEARCH = 20_000


class Job(NamedTuple):
    """One posting as it arrived: the body, its Idempotency-Key if it has one, and the API key's id."""

    body: bytes
    key: str | None
    caller: str


def settle(session: Session, tenant: str, jobs: Sequence[Job]) -> list[Answer]:
    """An answer to each job, in their order, whatever happens; durable on return."""
    answers: dict[int, Answer] = {}
    postings: dict[int, Posting] = {}
    for place, job in enumerate(jobs):
        try:
            postings[place] = _posting(job)
        except Problem as problem:
            answers[place] = problem.answer()
    if postings:
        answers |= zip(postings, _committed(session, tenant, list(postings.values())), strict=True)
    return [answers[place] for place in range(len(jobs))]


def _posting(job: Job) -> Posting:
    journal = read(job.body, JournalRequest)
    return Posting(Asked(job.key or journal.journal_id, fingerprint("POST", JOURNALS, journal), job.caller), journal)


def _committed(session: Session, tenant: str, group: list[Posting]) -> list[Answer]:
    """A group that fails as a whole is done again one by one: nobody pays for a neighbour."""
    try:
        with session.use() as connection:
            return commit(connection, tenant, group)
    except Problem as problem:
        if problem.kind in (Kind.UNAVAILABLE, Kind.BUSY) or len(group) == 1:
            return [problem.answer()] * len(group)
    except Exception as error:  # noqa: BLE001 - a writer outlives whatever a posting does to it
        if len(group) == 1:
            return [unforeseen(error).answer()]
    return [_committed(session, tenant, [posting])[0] for posting in group]


def main() -> None:
    """Work until the input ends; the first message says how to connect."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a stop is for the process that serves: it still has answers to give
    set_up()
    asked, answered = sys.stdin.buffer, sys.stdout.buffer
    connect: Connect = pickle.load(asked)  # noqa: S301 - from our own parent
    session = Session(Server(connect))
    gc.freeze()
    gc.set_threshold(_OBJECTS_BEFORE_SEARCH)
    with suppress(EOFError):
        while True:
            tenant, jobs = pickle.load(asked)  # noqa: S301
            answered.write(pickle.dumps(settle(session, tenant, jobs)))
            answered.flush()
    session.close()


if __name__ == "__main__":
    main()
