"""The routes of every service: /healthz, /readyz, /metrics for whoever runs it, and a ping for whoever measures it."""

from typing import Literal

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from starlette.responses import Response

from service.answers import OK, Answer
from service.database import Connection
from service.openapi import problems
from service.problems import Kind, Problem
from service.state import ServiceState
from tieout.postgres.migrations import all_migrations

router = APIRouter()
_PONG = Answer(OK, b'{"pong":true}')


class Health(BaseModel):
    """How the service is."""

    status: Literal["ok", "ready"]


class Pong(BaseModel):
    """The answer to a ping."""

    pong: bool


@router.get("/healthz", tags=["operation"], summary="The process lives", response_model=Health)
async def healthz() -> Response:
    """Answers as long as the event loop turns; says nothing of the database."""
    return Answer(OK, b'{"status":"ok"}').response()


@router.get(
    "/readyz", tags=["operation"], summary="The service can work", response_model=Health, responses=problems(503)
)
async def readyz(request: Request) -> Response:
    """The database answers and has every migration.

    Raises:
        Problem: 503, the database does not answer, or a migration is not applied.
    """
    missing = await ServiceState.of(request).read_pool.run(_missing)
    if missing:
        raise Problem(Kind.UNAVAILABLE, f"{missing} migrations are not applied", retry_after=5)
    return Answer(OK, b'{"status":"ready"}').response()


@router.get("/metrics", response_class=Response, include_in_schema=False)
async def metrics() -> Response:
    """Counts and times in Prometheus' text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@router.post("/v1/ping", tags=["service"], summary="Do nothing, with a key", response_model=Pong)
async def ping(request: Request) -> Response:
    """Any key may; whatever is sent is read and ignored. What it costs is what the service itself costs."""
    await request.body()
    return _PONG.response()


def _missing(connection: Connection) -> int:
    with connection.transaction():
        applied = {name for (name,) in connection.execute("SELECT name FROM tieout.migrations").fetchall()}
    return sum(migration.name not in applied for migration in all_migrations())
