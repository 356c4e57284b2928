"""Periods: which days are closed, and who closed or reopened them, when and why."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ledger.periods import Period, PeriodState, close, periods, reopen
from ledger.service.answers import OK, Answer
from ledger.service.bodies import CloseRequest, ReasonRequest, body_of
from ledger.service.doing import found, reading, writing
from ledger.service.keys import Holder
from ledger.service.openapi import answers, takes
from ledger.service.sessions import Connection
from ledger.service.state import allowed

router = APIRouter(prefix="/v1", tags=["periods"])
_PERIOD = "/periods/{entity}/{period}"


@router.get("/periods", responses=answers(200, "Periods", 404))
async def list_periods(request: Request, entity: Annotated[str, Query(min_length=1)]) -> Response:
    """An entity's periods from its first one through the current fiscal year."""
    holder = allowed(request, "read")

    def work(connection: Connection) -> Answer:
        _must_exist(connection, holder, entity)
        told = [_told(one) for one in periods(connection, holder.tenant, entity)]
        return Answer(OK, json.dumps({"entity": entity, "data": told}).encode())

    return await reading(request, holder, work)


@router.post(f"{_PERIOD}/close", responses=answers(200, "PeriodState", 404, 409), openapi_extra=takes("CloseRequest"))
async def close_period(request: Request, entity: str, period: str) -> Response:
    """Close a period with all days before it; a posting under way is waited for, a later one is refused."""
    holder = allowed(request, "close")
    asked = await body_of(request, CloseRequest)

    def work(connection: Connection) -> Answer:
        _must_exist(connection, holder, entity)
        return _state(close(connection, holder.tenant, entity, period, _who(holder), asked.reason))

    return await writing(request, holder, asked, work)


@router.post(f"{_PERIOD}/reopen", responses=answers(200, "PeriodState", 404, 409), openapi_extra=takes("ReasonRequest"))
async def reopen_period(request: Request, entity: str, period: str) -> Response:
    """Open a closed period again, the latest first; the reason is kept for ever."""
    holder = allowed(request, "close")
    asked = await body_of(request, ReasonRequest)

    def work(connection: Connection) -> Answer:
        _must_exist(connection, holder, entity)
        return _state(reopen(connection, holder.tenant, entity, period, _who(holder), asked.reason))

    return await writing(request, holder, asked, work)


def _must_exist(connection: Connection, holder: Holder, entity: str) -> None:
    found(connection, holder, "entity_currency", {"entity": entity}, f"entity '{entity}'")


def _who(holder: Holder) -> str:
    return f"{holder.name} ({holder.key_id})"


def _state(state: PeriodState) -> Answer:
    return Answer(
        OK, json.dumps({"changed": state.changed, **_told(state.period)}).encode(), replayed=not state.changed
    )


def _told(period: Period) -> dict[str, object]:
    return {
        **period._asdict(),
        "starts": period.starts.isoformat(),
        "ends": period.ends.isoformat(),
        "at": period.at.isoformat() if period.at else None,
    }
