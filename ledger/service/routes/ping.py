"""POST /v1/ping: nothing, behind the same gate as everything else; what it costs is what the service itself costs."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from ledger.service.answers import OK, Answer
from ledger.service.openapi import answers

router = APIRouter(prefix="/v1", tags=["service"])
_PONG = Answer(OK, b'{"pong":true}')


@router.post("/ping", summary="Do nothing, with a key", responses=answers(200, "Pong"))
async def ping(request: Request) -> Response:
    """Any key may; whatever is sent is read and ignored."""
    await request.body()
    return _PONG.response()
