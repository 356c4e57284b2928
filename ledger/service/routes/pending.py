"""Two-phase posting: reserve a journal, then post it or give it up; what nobody settles expires."""

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from ledger.pending import Pending, pending, post_pending, reserve, void
from ledger.service.answers import CREATED, OK, Answer
from ledger.service.bodies import PendingPosting, PendingRequest, ReasonRequest, body_of
from ledger.service.committing import posted
from ledger.service.doing import found, reading, writing
from ledger.service.keys import Holder
from ledger.service.openapi import answers, takes
from ledger.service.sessions import Connection
from ledger.service.state import allowed

router = APIRouter(prefix="/v1", tags=["pending"])
_ONE = "/pending/{pending_id:path}"


@router.post("/pending", responses=answers(201, "Pending", 409), openapi_extra=takes("PendingRequest"), status_code=201)
async def create_pending(request: Request) -> Response:
    """Reserve what a journal will move; its journal_id names the reservation, and the journal when it is posted."""
    holder = allowed(request, "post")
    asked = await body_of(request, PendingRequest)

    def work(connection: Connection) -> Answer:
        reserved = reserve(connection, holder.tenant, asked.journal, asked.expires_at)
        told = _told(pending(connection, holder.tenant, reserved.pending_id))
        return Answer(CREATED, told, replayed=reserved.replayed)

    return await writing(request, holder, asked, work)


@router.post(
    f"{_ONE}/post", responses=answers(201, "Posted", 404, 409), openapi_extra=takes("PendingPosting"), status_code=201
)
async def post_reserved(request: Request, pending_id: str) -> Response:
    """Post what was reserved, on its own date or another."""
    holder = allowed(request, "post")
    asked = await body_of(request, PendingPosting)

    def work(connection: Connection) -> Answer:
        _must_exist(connection, holder, pending_id)
        outcome = post_pending(connection, holder.tenant, pending_id, date=asked.date)
        return Answer(CREATED, json.dumps(posted(outcome)).encode(), replayed=outcome.replayed)

    return await writing(request, holder, asked, work)


@router.post(f"{_ONE}/void", responses=answers(200, "Pending", 404, 409), openapi_extra=takes("ReasonRequest"))
async def void_reserved(request: Request, pending_id: str) -> Response:
    """Give a reservation up."""
    holder = allowed(request, "post")
    asked = await body_of(request, ReasonRequest)

    def work(connection: Connection) -> Answer:
        _must_exist(connection, holder, pending_id)
        return Answer(OK, _told(void(connection, holder.tenant, pending_id, asked.reason)))

    return await writing(request, holder, asked, work)


@router.get(_ONE, responses=answers(200, "Pending", 404))
async def get_pending(request: Request, pending_id: str) -> Response:
    """A reservation, and what became of it."""
    holder = allowed(request, "read")

    def work(connection: Connection) -> Answer:
        _must_exist(connection, holder, pending_id)
        return Answer(OK, _told(pending(connection, holder.tenant, pending_id)))

    return await reading(request, holder, work)


def _must_exist(connection: Connection, holder: Holder, pending_id: str) -> None:
    found(connection, holder, "pending_exists", {"pending_id": pending_id}, f"reservation '{pending_id}'")


def _told(one: Pending) -> bytes:
    told = {
        "pending_id": one.pending_id,
        "entity": one.entity,
        "date": one.date.isoformat(),
        "recorded_at": one.recorded_at.isoformat(),
        "expires_at": one.expires_at.isoformat(),
        "outcome": one.outcome,
        "settled_at": one.settled_at.isoformat() if one.settled_at else None,
        "reason": one.reason,
    }
    return json.dumps(told).encode()
