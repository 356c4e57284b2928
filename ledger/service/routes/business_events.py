"""Business events: what happened in the words of the business; the posting rules make journals of it."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ledger.known import Known, forget
from ledger.posting import post
from ledger.requests import JournalRequest
from ledger.rules import BusinessEvent, Context
from ledger.service.answers import CREATED, OK, Answer
from ledger.service.bodies import body_of
from ledger.service.committing import posted
from ledger.service.doing import reading, writing
from ledger.service.openapi import answers, takes
from ledger.service.sessions import Connection
from ledger.service.state import State, allowed
from tieout.money import Currencies

router = APIRouter(prefix="/v1", tags=["business events"])


@router.post(
    "/business-events",
    responses={**answers(200, "DryRun"), **answers(201, "EventPosted", 409)},
    openapi_extra=takes("BusinessEvent"),
    status_code=201,
)
async def post_event(
    request: Request,
    dry_run: Annotated[bool, Query(description="Show the journals, post none")] = False,  # noqa: FBT002
) -> Response:
    """Post the journals that the rules make of an event, all or none. Its event_id makes it safe to repeat."""
    holder = allowed(request, "post")
    event = await body_of(request, BusinessEvent)
    rules = State.of(request).rules(holder.tenant)

    def journals(connection: Connection) -> list[JournalRequest]:
        forget(connection, holder.tenant)
        known = Known.of(connection, holder.tenant)
        return rules.journals(event, Context(known.entities, Currencies(known.scales)))

    def shown(connection: Connection) -> Answer:
        told = ",".join(journal.model_dump_json(exclude_none=True) for journal in journals(connection))
        return Answer(OK, f'{{"journals":[{told}]}}'.encode())

    def work(connection: Connection) -> Answer:
        outcomes = post(connection, holder.tenant, journals(connection))
        told = {"event_id": event.event_id, "journals": [posted(one) for one in outcomes]}
        return Answer(CREATED, json.dumps(told).encode(), replayed=all(one.replayed for one in outcomes))

    if dry_run:
        return await reading(request, holder, shown)
    return await writing(request, holder, event, work)
