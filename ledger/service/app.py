"""The application: gate, routes, and what they share while the service runs."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ledger.service.auth import Keys
from ledger.service.bodies import invalid
from ledger.service.desk import Desk
from ledger.service.gate import Gate
from ledger.service.groups import Groups
from ledger.service.openapi import Document, describe
from ledger.service.problems import Kind, Problem
from ledger.service.routes import (
    accounts,
    balances,
    business_events,
    events,
    health,
    journals,
    pending,
    periods,
    ping,
    verify,
)
from ledger.service.sessions import Connect, Server
from ledger.service.settings import Settings
from ledger.service.state import RulesOf, State
from ledger.service.upkeep import Upkeep
from tieout import __version__

_ABOUT = """The ledger of Tieout: double entry, append-only, kept by PostgreSQL's own law.

Amounts are decimal texts in major units, debit positive. Every POST may be repeated under its `Idempotency-Key`. Every
refusal is a problem (RFC 9457) with a stable `type`: 422 is wrong in itself, 409 is what the book, as it stands, does
not take, 503 means: repeat it with the same key."""
_ROUTES = (journals, pending, business_events, accounts, balances, periods, events, verify, ping, health)
_KINDS = {404: Kind.NOT_FOUND, 405: Kind.METHOD, 413: Kind.TOO_LARGE, 415: Kind.MEDIA_TYPE}


def build(connect: Connect, settings: Settings, rules: RulesOf) -> FastAPI:
    """The application; it connects when it starts, and gives all back when it stops."""

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        server = Server(connect)
        desk = Desk(server, settings.readers, settings.most_waiting)
        groups = Groups(connect, settings.writers, settings.most_waiting)
        door = Desk(server, 1, settings.most_waiting)
        app.state.running = State(desk, groups, Keys(door, settings), rules, asyncio.Event(), asyncio.Lock())
        upkeep = Upkeep(server, settings.upkeep_seconds)
        yield
        for part in (upkeep, groups, desk, door):
            await asyncio.to_thread(part.close)

    app = FastAPI(
        title="Tieout ledger",
        version=__version__,
        description=_ABOUT,
        lifespan=running,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
    )
    app.add_middleware(Gate, max_body=settings.max_body, keys=lambda: app.state.running.keys)
    app.add_exception_handler(HTTPException, _refuse_route)
    app.add_exception_handler(RequestValidationError, _refuse_query)
    for module in _ROUTES:
        app.router.routes.extend(module.router.routes)  # flat: an included router would be searched for every request
    document = describe(app)
    app.state.methods = _methods(document)
    app.openapi = lambda: document  # type: ignore[method-assign]
    return app


def _methods(document: Document) -> list[tuple[re.Pattern[str], str]]:
    """Each path of the contract, as a pattern, with the methods that it has."""
    return [
        (re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(path))), ", ".join(sorted(map(str.upper, operations))))
        for path, operations in document["paths"].items()
    ]


async def _refuse_route(request: Request, error: Exception) -> Response:
    """404 and 405 of the router, in the form of every other problem."""
    status = error.status_code if isinstance(error, HTTPException) else Kind.MALFORMED.status
    kind = _KINDS.get(status, Kind.MALFORMED)
    path = request.scope["path"]
    allowed = next((methods for known, methods in request.app.state.methods if known.fullmatch(path)), "")
    headers = {"Allow": allowed} if kind is Kind.METHOD else None
    detail = f"{request.method} is not for this path" if kind is Kind.METHOD else "there is nothing under this path"
    return Problem(kind, detail).answer(headers).response()


async def _refuse_query(_: Request, error: Exception) -> Response:
    errors = error.errors() if isinstance(error, RequestValidationError) else []
    return invalid([{**one, "loc": one["loc"][1:]} for one in errors]).answer().response()
