"""The event stream: every accepted request in order, for consumers that keep up by sequence number."""

import asyncio
import time
from contextlib import suppress
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ledger.service import responses
from ledger.service.transactions import read
from service.answers import OK, Answer
from service.auth import MayRead
from service.database import Connection
from service.keys import Holder
from service.pagination import DEFAULT_LIMIT, Limit
from service.state import ServiceState
from tieout.sql import load_sql

router = APIRouter(prefix="/v1", tags=["events"])
_LONGEST_WAIT_S = 5
_LOOK_AGAIN_S = 0.25


@router.get("/events", response_model=responses.EventPage)
async def list_events(
    request: Request,
    holder: MayRead,
    after: Annotated[int, Query(ge=0, le=2**62, description="The last sequence that was seen; 0 for all")] = 0,
    limit: Limit = DEFAULT_LIMIT,
    wait: Annotated[int, Query(ge=0, le=_LONGEST_WAIT_S, description="Seconds to wait for an event")] = 0,
) -> Response:
    """Events after a sequence, without gaps: each comes exactly once, and what was shown never changes."""
    stopping = ServiceState.of(request).stopping
    deadline = time.monotonic() + wait
    while True:
        events = await read(request, holder, lambda connection: _events(connection, holder, after, limit))
        left = deadline - time.monotonic()
        if events or left <= 0 or stopping.is_set() or await request.is_disconnected():
            last = events[-1].sequence if events else after
            items = ",".join(event.text for event in events)
            return Answer(OK, f'{{"data":[{items}],"last":{last}}}'.encode()).response()
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), min(left, _LOOK_AGAIN_S))


class _Event(NamedTuple):
    sequence: int
    text: str


def _events(connection: Connection, holder: Holder, after: int, limit: int) -> list[_Event]:
    window = {"tenant": holder.tenant, "after": after, "limit": limit}
    return [_Event(*row) for row in connection.execute(load_sql("ledger.service", "events"), window).fetchall()]
