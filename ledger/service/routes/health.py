"""/healthz, /readyz, /metrics: for whoever runs the service; no key, and nothing of a tenant."""

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

from ledger.service.answers import OK, Answer
from ledger.service.openapi import answers
from ledger.service.problems import Kind, Problem
from ledger.service.sessions import Connection
from ledger.service.state import State
from tieout.postgres.migrations import all_migrations

router = APIRouter(tags=["operation"])


@router.get("/healthz", summary="The process lives", responses=answers(200, "Health"))
async def healthz() -> Response:
    """Answers as long as the event loop turns; says nothing of the database."""
    return Answer(OK, b'{"status":"ok"}').response()


@router.get("/readyz", summary="The service can post", responses=answers(200, "Health", 503))
async def readyz(request: Request) -> Response:
    """The database answers and has every migration."""
    missing = await State.of(request).desk.run(_missing)
    if missing:
        raise Problem(Kind.UNAVAILABLE, f"{missing} migrations are not applied", retry_after=5)
    return Answer(OK, b'{"status":"ready"}').response()


@router.get("/metrics", summary="Prometheus", response_class=Response, include_in_schema=False)
async def metrics() -> Response:
    """Counts and times in Prometheus' text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _missing(connection: Connection) -> int:
    with connection.transaction():
        applied = {name for (name,) in connection.execute("SELECT name FROM tieout.migrations").fetchall()}
    return sum(migration.name not in applied for migration in all_migrations())
