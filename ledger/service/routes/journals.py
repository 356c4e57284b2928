"""Journals: post one or many, look at them, take one back."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ledger.posting import post, post_each
from ledger.refusals import Refused
from ledger.requests import Day
from ledger.reversal import reverse
from ledger.service.answers import CREATED, OK, Answer
from ledger.service.bodies import BatchRequest, ReversalRequest, body_of, key_of
from ledger.service.committing import posted
from ledger.service.doing import found, reading_one, reading_page, writing
from ledger.service.openapi import answers, takes
from ledger.service.pages import DEFAULT_LIMIT, Cursor, Limit, after
from ledger.service.problems import Kind, Problem
from ledger.service.refusals import of_refusal
from ledger.service.sessions import Connection
from ledger.service.state import State, allowed
from ledger.service.writer import Job

router = APIRouter(prefix="/v1", tags=["journals"])


@router.post("/journals", responses=answers(201, "Posted", 409), openapi_extra=takes("JournalRequest"), status_code=201)
async def post_journal(request: Request) -> Response:
    """Post one journal; answered once it is durable. Without an Idempotency-Key, its journal_id is the key."""
    holder = allowed(request, "post")
    job = Job(await request.body(), key_of(request), holder.key_id)
    return (await State.of(request).groups.post(holder.tenant, job)).response()


@router.post("/journals/batch", responses=answers(200, "BatchPosted", 409), openapi_extra=takes("BatchRequest"))
async def post_journals(request: Request) -> Response:
    """Post up to 10,000 journals in one transaction: all or none, or each by itself with its own result."""
    holder = allowed(request, "post")
    batch = await body_of(request, BatchRequest)

    def work(connection: Connection) -> Answer:
        if batch.mode == "atomic":
            outcomes = [*post(connection, holder.tenant, batch.journals)]
            return _batch_answer([{"status": 201, **posted(one), "replayed": one.replayed} for one in outcomes])
        _refuse_repeated(batch)
        results = []
        for outcome in post_each(connection, holder.tenant, batch.journals):
            if isinstance(outcome, Refused):
                results.append(of_refusal(outcome).members())
            else:
                results.append({"status": 201, **posted(outcome), "replayed": outcome.replayed})
        return _batch_answer(results)._replace(kept=any("recorded_at" in result for result in results))

    return await writing(request, holder, batch, work)


@router.get("/journals", responses=answers(200, "JournalPage", 404))
async def list_journals(  # noqa: PLR0913, PLR0917 - each is a filter of its own
    request: Request,
    entity: str | None = None,
    account: Annotated[str | None, Query(description="Has a line on this account")] = None,
    reference: Annotated[str | None, Query(description="The journal's, or that of one of its lines")] = None,
    kind: str | None = None,
    date_from: Annotated[Day | None, Query(description="Effective on this day or later")] = None,
    date_to: Annotated[Day | None, Query(description="Effective on this day or earlier")] = None,
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response:
    """The journals with their lines, in the order in which the book numbered them."""
    holder = allowed(request, "read")
    (number,) = after(cursor, [0])
    wanted = {
        "entity": entity,
        "account": account,
        "reference": reference,
        "kind": kind,
        "date_from": date_from,
        "date_to": date_to,
        "after": number,
    }
    return await reading_page(request, holder, "journals", wanted, limit)


@router.post(
    "/journals/{journal_id:path}/reversal",
    responses=answers(201, "Posted", 404, 409),
    openapi_extra=takes("ReversalRequest"),
    status_code=201,
)
async def reverse_journal(request: Request, journal_id: str) -> Response:
    """Take a journal back by its exact contra journal, which points to it. Each journal is reversed at most once."""
    holder = allowed(request, "post")
    asked = await body_of(request, ReversalRequest)

    def work(connection: Connection) -> Answer:
        found(connection, holder, "journal", {"journal_id": journal_id}, f"journal '{journal_id}'")
        name = asked.journal_id or f"reverse {journal_id}"
        outcome = reverse(connection, holder.tenant, journal_id, date=asked.date, reason=asked.reason, key=name)
        return Answer(CREATED, json.dumps(posted(outcome)).encode(), replayed=outcome.replayed)

    return await writing(request, holder, asked, work)


@router.get("/journals/{journal_id:path}", responses=answers(200, "Journal", 404))
async def get_journal(request: Request, journal_id: str) -> Response:
    """One journal with its lines, what it reverses and what reverses it."""
    holder = allowed(request, "read")
    return await reading_one(request, holder, "journal", {"journal_id": journal_id}, f"journal '{journal_id}'")


def _batch_answer(results: list[dict[str, object]]) -> Answer:
    return Answer(OK, json.dumps({"results": results}).encode())


def _refuse_repeated(batch: BatchRequest) -> None:
    seen: set[str] = set()
    for journal in batch.journals:
        if journal.journal_id in seen:
            raise Problem(Kind.INVALID, f"journal '{journal.journal_id}' stands twice in the batch")
        seen.add(journal.journal_id)
