"""The event stream: every accepted request in order, for consumers that keep up by sequence number."""

import asyncio
import time
from contextlib import suppress
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ledger.service.answers import OK, Answer
from ledger.service.doing import read
from ledger.service.keys import Holder
from ledger.service.openapi import answers
from ledger.service.pages import DEFAULT_LIMIT, Limit
from ledger.service.sessions import Connection
from ledger.service.state import State, allowed
from tieout.sql import load_sql

router = APIRouter(prefix="/v1", tags=["events"])
_LONGEST_WAIT_S = 5
_LOOK_AGAIN_S = 0.25


@router.get("/events", responses=answers(200, "EventPage"))
async def list_events(
    request: Request,
    after: Annotated[int, Query(ge=0, le=2**62, description="The last sequence that was seen; 0 for all")] = 0,
    limit: Limit = DEFAULT_LIMIT,
    wait: Annotated[int, Query(ge=0, le=_LONGEST_WAIT_S, description="Seconds to wait for an event")] = 0,
) -> Response:
    """Events after a sequence, without gaps: each comes exactly once, and what was told never changes."""
    holder = allowed(request, "read")
    stopping = State.of(request).stopping
    deadline = time.monotonic() + wait
    while True:
        told = await read(request, holder, lambda connection: _events(connection, holder, after, limit))
        left = deadline - time.monotonic()
        if told or left <= 0 or stopping.is_set() or await request.is_disconnected():
            last = told[-1].sequence if told else after
            items = ",".join(event.text for event in told)
            return Answer(OK, f'{{"data":[{items}],"last":{last}}}'.encode()).response()
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), min(left, _LOOK_AGAIN_S))


class _Event(NamedTuple):
    sequence: int
    text: str


def _events(connection: Connection, holder: Holder, after: int, limit: int) -> list[_Event]:
    wanted = {"tenant": holder.tenant, "after": after, "limit": limit}
    return [_Event(*row) for row in connection.execute(load_sql("ledger.service", "events"), wanted).fetchall()]
