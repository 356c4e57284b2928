"""Journals: post one or many, look at them, take one back."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ledger.posting import post, post_each
from ledger.refusals import Refused
from ledger.requests import Day, JournalRequest
from ledger.reversal import reverse
from ledger.service import responses
from ledger.service.commit import posted
from ledger.service.idempotency import key_of
from ledger.service.refusals import of_refusal
from ledger.service.requests import BatchRequest, ReversalRequest
from ledger.service.state import LedgerState
from ledger.service.transactions import answer_one, answer_page, fetch_one, write_once
from ledger.service.writer import Job
from service.answers import CREATED, OK, Answer
from service.auth import MayPost, MayRead, allowed
from service.database import Connection
from service.openapi import problems, takes
from service.pagination import DEFAULT_LIMIT, Cursor, Limit, after
from service.problems import Kind, Problem
from service.request_body import parse_body

router = APIRouter(prefix="/v1", tags=["journals"])


@router.post(
    "/journals",
    response_model=responses.Posted,
    responses=problems(409),
    openapi_extra=takes(JournalRequest),
    status_code=201,
)
async def post_journal(request: Request) -> Response:
    """Post one journal; answered once it is durable. Without an Idempotency-Key, its journal_id is the key."""
    holder = allowed(request, "post")
    job = Job(await request.body(), key_of(request), holder.key_id)
    return (await LedgerState.of(request).groups.submit(holder.tenant, job)).response()


@router.post(
    "/journals/batch",
    response_model=responses.BatchPosted,
    responses=problems(409),
    openapi_extra=takes(BatchRequest),
)
async def post_journals(request: Request) -> Response:
    """Post up to 10,000 journals in one transaction: all or none, or each by itself with its own result."""
    holder = allowed(request, "post")
    batch = parse_body(await request.body(), BatchRequest)

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

    return await write_once(request, holder, batch, work)


@router.get("/journals", response_model=responses.JournalPage, responses=problems(404))
async def list_journals(  # noqa: PLR0913, PLR0917 - each is a filter of its own
    request: Request,
    holder: MayRead,
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
    (number,) = after(cursor, [0])
    filters = {
        "entity": entity,
        "account": account,
        "reference": reference,
        "kind": kind,
        "date_from": date_from,
        "date_to": date_to,
        "after": number,
    }
    return await answer_page(request, holder, "journals", filters, limit)


@router.post(
    "/journals/{journal_id:path}/reversal",
    response_model=responses.Posted,
    responses=problems(404, 409),
    status_code=201,
)
async def reverse_journal(request: Request, holder: MayPost, body: ReversalRequest, journal_id: str) -> Response:
    """Take a journal back by its exact contra journal, which points to it. Each journal is reversed at most once."""

    def work(connection: Connection) -> Answer:
        fetch_one(connection, holder, "journal", {"journal_id": journal_id}, f"journal '{journal_id}'")
        name = body.journal_id or f"reverse {journal_id}"
        outcome = reverse(connection, holder.tenant, journal_id, date=body.date, reason=body.reason, key=name)
        return Answer(CREATED, json.dumps(posted(outcome)).encode(), replayed=outcome.replayed)

    return await write_once(request, holder, body, work)


@router.get("/journals/{journal_id:path}", response_model=responses.Journal, responses=problems(404))
async def get_journal(request: Request, holder: MayRead, journal_id: str) -> Response:
    """One journal with its lines, what it reverses and what reverses it."""
    return await answer_one(request, holder, "journal", {"journal_id": journal_id}, f"journal '{journal_id}'")


def _batch_answer(results: list[dict[str, object]]) -> Answer:
    return Answer(OK, json.dumps({"results": results}).encode())


def _refuse_repeated(batch: BatchRequest) -> None:
    seen: set[str] = set()
    for journal in batch.journals:
        if journal.journal_id in seen:
            raise Problem(Kind.INVALID, f"journal '{journal.journal_id}' stands twice in the batch")
        seen.add(journal.journal_id)
