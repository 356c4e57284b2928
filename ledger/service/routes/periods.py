"""Periods: which days are closed, and who closed or reopened them, when and why."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ledger.periods import Period, PeriodState, close, periods, reopen
from ledger.service import responses
from ledger.service.requests import CloseRequest, ReasonRequest
from ledger.service.transactions import answer, fetch_one, write_once
from service.answers import OK, Answer
from service.auth import MayClose, MayRead
from service.database import Connection
from service.keys import Holder
from service.openapi import problems

router = APIRouter(prefix="/v1", tags=["periods"])
_PERIOD = "/periods/{entity}/{period}"


@router.get("/periods", response_model=responses.Periods, responses=problems(404))
async def list_periods(request: Request, holder: MayRead, entity: Annotated[str, Query(min_length=1)]) -> Response:
    """An entity's periods from its first one through the current fiscal year."""

    def work(connection: Connection) -> Answer:
        _must_exist(connection, holder, entity)
        shown = [_shown(one) for one in periods(connection, holder.tenant, entity)]
        return Answer(OK, json.dumps({"entity": entity, "data": shown}).encode())

    return await answer(request, holder, work)


@router.post(f"{_PERIOD}/close", response_model=responses.PeriodState, responses=problems(404, 409))
async def close_period(request: Request, holder: MayClose, body: CloseRequest, entity: str, period: str) -> Response:
    """Close a period with all days before it; a posting under way is waited for, a later one is refused."""

    def work(connection: Connection) -> Answer:
        _must_exist(connection, holder, entity)
        return _state(close(connection, holder.tenant, entity, period, _actor(holder), body.reason))

    return await write_once(request, holder, body, work)


@router.post(f"{_PERIOD}/reopen", response_model=responses.PeriodState, responses=problems(404, 409))
async def reopen_period(request: Request, holder: MayClose, body: ReasonRequest, entity: str, period: str) -> Response:
    """Open a closed period again, the latest first; the reason is kept for ever."""

    def work(connection: Connection) -> Answer:
        _must_exist(connection, holder, entity)
        return _state(reopen(connection, holder.tenant, entity, period, _actor(holder), body.reason))

    return await write_once(request, holder, body, work)


def _must_exist(connection: Connection, holder: Holder, entity: str) -> None:
    fetch_one(connection, holder, "entity_currency", {"entity": entity}, f"entity '{entity}'")


def _actor(holder: Holder) -> str:
    return f"{holder.name} ({holder.key_id})"


def _state(state: PeriodState) -> Answer:
    return Answer(
        OK, json.dumps({"changed": state.changed, **_shown(state.period)}).encode(), replayed=not state.changed
    )


def _shown(period: Period) -> dict[str, object]:
    return {
        **period._asdict(),
        "starts": period.starts.isoformat(),
        "ends": period.ends.isoformat(),
        "at": period.at.isoformat() if period.at else None,
    }
