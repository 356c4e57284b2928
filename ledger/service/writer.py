"""The ledger's writer: what a writer process does with a group of postings (`service.writer_process`)."""

from collections.abc import Sequence
from typing import NamedTuple

from ledger.requests import JournalRequest
from ledger.service.commit import Posting, commit
from ledger.service.idempotency import RequestIdentity, fingerprint
from service.answers import Answer
from service.database import Database
from service.logs import unforeseen
from service.problems import Kind, Problem
from service.request_body import parse_body
from service.writer_process import run_writer

JOURNALS = "/v1/journals"


class Job(NamedTuple):
    """One posting as it arrived: the body, its Idempotency-Key if it has one, and the API key's id."""

    body: bytes
    key: str | None
    caller: str


def settle(database: Database, tenant: str, jobs: Sequence[Job]) -> list[Answer]:
    """An answer to each job, in their order, whatever happens; durable on return."""
    answers: dict[int, Answer] = {}
    postings: dict[int, Posting] = {}
    for place, job in enumerate(jobs):
        try:
            postings[place] = _posting(job)
        except Problem as problem:
            answers[place] = problem.answer()
    if postings:
        answers |= zip(postings, _committed(database, tenant, list(postings.values())), strict=True)
    return [answers[place] for place in range(len(jobs))]


def _posting(job: Job) -> Posting:
    journal = parse_body(job.body, JournalRequest)
    sha256 = fingerprint("POST", JOURNALS, journal)
    return Posting(RequestIdentity(job.key or journal.journal_id, sha256, job.caller), journal)


def _committed(database: Database, tenant: str, group: list[Posting]) -> list[Answer]:
    """A group that fails as a whole is done again one by one: nobody pays for a neighbour."""
    try:
        with database.connection() as connection:
            return commit(connection, tenant, group)
    except Problem as problem:
        if problem.kind in (Kind.UNAVAILABLE, Kind.BUSY) or len(group) == 1:
            return [problem.answer()] * len(group)
    except Exception as error:  # noqa: BLE001 - a writer outlives whatever a posting does to it
        if len(group) == 1:
            return [unforeseen(error).answer()]
    return [_committed(database, tenant, [posting])[0] for posting in group]


if __name__ == "__main__":
    run_writer(settle)
