"""POST /v1/verify: replay the book from its events, check its seals, and say what differs."""

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from ledger.proof.verification import verify
from ledger.service import responses
from ledger.service.state import LedgerState
from service.answers import OK, Answer
from service.auth import MayAdminister
from service.problems import Kind, Problem
from service.state import ServiceState

router = APIRouter(prefix="/v1", tags=["proof"])


@router.post("/verify", response_model=responses.Verdict)
async def verify_book(request: Request, holder: MayAdminister) -> Response:
    """Prove the tenant's book; one proof at a time, for it reads everything.

    Raises:
        Problem: 503, another proof is under way.
    """
    state = LedgerState.of(request)
    if state.proving.locked():
        raise Problem(Kind.BUSY, "a proof is under way: try again", retry_after=5)
    async with state.proving:
        proof = await ServiceState.of(request).read_pool.run(lambda connection: verify(connection, holder.tenant))
    result = {"proven": proof.clean, **proof._asdict(), "findings": [one._asdict() for one in proof.findings]}
    return Answer(OK, json.dumps(result).encode()).response()
