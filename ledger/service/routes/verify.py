"""POST /v1/verify: replay the book from its events, check its seals, and say what differs."""

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from ledger.proof.verifying import verify
from ledger.service.answers import OK, Answer
from ledger.service.openapi import answers
from ledger.service.problems import Kind, Problem
from ledger.service.state import State, allowed

router = APIRouter(prefix="/v1", tags=["proof"])


@router.post("/verify", responses=answers(200, "Verdict"))
async def verify_book(request: Request) -> Response:
    """Prove the tenant's book; one proof at a time, for it reads everything."""
    holder = allowed(request, "admin")
    state = State.of(request)
    if state.proving.locked():
        raise Problem(Kind.BUSY, "a proof is under way: try again", retry_after=5)
    async with state.proving:
        verdict = await state.desk.run(lambda connection: verify(connection, holder.tenant))
    told = {"proven": verdict.clean, **verdict._asdict(), "findings": [one._asdict() for one in verdict.findings]}
    return Answer(OK, json.dumps(told).encode()).response()
