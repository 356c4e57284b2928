"""Business events: what happened in the words of the business; the posting rules make journals of it."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ledger.posting import post
from ledger.reference_data import ReferenceData, forget
from ledger.requests import JournalRequest
from ledger.rules import BusinessEvent, Context
from ledger.service import responses
from ledger.service.commit import posted
from ledger.service.state import LedgerState
from ledger.service.transactions import answer, write_once
from service.answers import CREATED, OK, Answer
from service.auth import MayPost
from service.database import Connection
from service.openapi import problems
from tieout.money import Currencies

router = APIRouter(prefix="/v1", tags=["business events"])


@router.post(
    "/business-events",
    response_model=responses.EventPosted,
    responses={200: {"model": responses.DryRun}, **problems(409)},
    status_code=201,
)
async def post_event(
    request: Request,
    holder: MayPost,
    event: BusinessEvent,
    dry_run: Annotated[bool, Query(description="Show the journals, post none")] = False,  # noqa: FBT002
) -> Response:
    """Post the journals that the rules make of an event, all or none. Its event_id makes it safe to repeat."""
    rules = LedgerState.of(request).rules(holder.tenant)

    def journals(connection: Connection) -> list[JournalRequest]:
        forget(connection, holder.tenant)
        reference = ReferenceData.of(connection, holder.tenant)
        return rules.journals(event, Context(reference.entities, Currencies(reference.scales)))

    def shown(connection: Connection) -> Answer:
        texts = ",".join(journal.model_dump_json(exclude_none=True) for journal in journals(connection))
        return Answer(OK, f'{{"journals":[{texts}]}}'.encode())

    def work(connection: Connection) -> Answer:
        outcomes = post(connection, holder.tenant, journals(connection))
        result = {"event_id": event.event_id, "journals": [posted(one) for one in outcomes]}
        return Answer(CREATED, json.dumps(result).encode(), replayed=all(one.replayed for one in outcomes))

    if dry_run:
        return await answer(request, holder, shown)
    return await write_once(request, holder, event, work)
