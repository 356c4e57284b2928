"""Two-phase posting: reserve a journal, then post it or give it up; what nobody settles expires."""

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from ledger.pending import Pending, pending, post_pending, reserve, void
from ledger.service import responses
from ledger.service.commit import posted
from ledger.service.requests import PendingPosting, PendingRequest, ReasonRequest
from ledger.service.transactions import answer, fetch_one, write_once
from service.answers import CREATED, OK, Answer
from service.auth import MayPost, MayRead
from service.database import Connection
from service.keys import Holder
from service.openapi import problems

router = APIRouter(prefix="/v1", tags=["pending"])
_ONE = "/pending/{pending_id:path}"


@router.post("/pending", response_model=responses.Pending, responses=problems(409), status_code=201)
async def create_pending(request: Request, holder: MayPost, body: PendingRequest) -> Response:
    """Reserve what a journal will move; its journal_id names the reservation, and the journal when it is posted."""

    def work(connection: Connection) -> Answer:
        reserved = reserve(connection, holder.tenant, body.journal, body.expires_at)
        shown = _shown(pending(connection, holder.tenant, reserved.pending_id))
        return Answer(CREATED, shown, replayed=reserved.replayed)

    return await write_once(request, holder, body, work)


@router.post(f"{_ONE}/post", response_model=responses.Posted, responses=problems(404, 409), status_code=201)
async def post_reserved(request: Request, holder: MayPost, body: PendingPosting, pending_id: str) -> Response:
    """Post what was reserved, on its own date or another."""

    def work(connection: Connection) -> Answer:
        _must_exist(connection, holder, pending_id)
        outcome = post_pending(connection, holder.tenant, pending_id, date=body.date)
        return Answer(CREATED, json.dumps(posted(outcome)).encode(), replayed=outcome.replayed)

    return await write_once(request, holder, body, work)


@router.post(f"{_ONE}/void", response_model=responses.Pending, responses=problems(404, 409))
async def void_reserved(request: Request, holder: MayPost, body: ReasonRequest, pending_id: str) -> Response:
    """Give a reservation up."""

    def work(connection: Connection) -> Answer:
        _must_exist(connection, holder, pending_id)
        return Answer(OK, _shown(void(connection, holder.tenant, pending_id, body.reason)))

    return await write_once(request, holder, body, work)


@router.get(_ONE, response_model=responses.Pending, responses=problems(404))
async def get_pending(request: Request, holder: MayRead, pending_id: str) -> Response:
    """A reservation, and what became of it."""

    def work(connection: Connection) -> Answer:
        _must_exist(connection, holder, pending_id)
        return Answer(OK, _shown(pending(connection, holder.tenant, pending_id)))

    return await answer(request, holder, work)


def _must_exist(connection: Connection, holder: Holder, pending_id: str) -> None:
    fetch_one(connection, holder, "pending_exists", {"pending_id": pending_id}, f"reservation '{pending_id}'")


def _shown(one: Pending) -> bytes:
    members = {
        "pending_id": one.pending_id,
        "entity": one.entity,
        "date": one.date.isoformat(),
        "recorded_at": one.recorded_at.isoformat(),
        "expires_at": one.expires_at.isoformat(),
        "outcome": one.outcome,
        "settled_at": one.settled_at.isoformat() if one.settled_at else None,
        "reason": one.reason,
    }
    return json.dumps(members).encode()
