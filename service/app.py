"""The application of a service: middleware, its routes and those of every service, what they share while it runs."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from service import routes
from service.auth import KeyCache
from service.database import Conninfo
from service.middleware import AccessMiddleware
from service.openapi import Document, describe
from service.problems import Kind, Problem, ProblemKind
from service.read_pool import ReadPool
from service.request_body import invalid
from service.settings import Settings
from service.state import ServiceState
from tieout import __version__

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
"""What a service of its own starts before the first request, and ends after the last one."""

_DETAILS = {
    400: (Kind.MALFORMED, "the body cannot be read"),
    404: (Kind.NOT_FOUND, "there is nothing under this path"),
    413: (Kind.TOO_LARGE, "the request is too large"),
    415: (Kind.MEDIA_TYPE, "send the body as application/json"),
}


def _nothing_more(_: FastAPI) -> AbstractAsyncContextManager[None]:
    return nullcontext()


def build_app(  # noqa: PLR0913 - what makes a service
    title: str,
    description: str,
    routers: Iterable[APIRouter],
    conninfo: Conninfo,
    settings: Settings,
    *,
    kinds: Iterable[ProblemKind] = (),
    bodies: Iterable[type[BaseModel]] = (),
    lifespan: Lifespan = _nothing_more,
) -> FastAPI:
    """The application; it connects when it is started, and gives all back when it stops.

    Args:
        title: of the contract.
        description: of the contract, in Markdown.
        routers: the service's own; what begins with `/v1/` needs an API key.
        conninfo: how it connects to PostgreSQL.
        settings: its limits.
        kinds: the problems that it has beyond `Kind`.
        bodies: request bodies that its routes read by themselves (see `openapi.takes`).
        lifespan: what it starts and ends beside; `ServiceState` is there by then.
    """

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        read_pool = ReadPool(conninfo, settings.readers, settings.most_waiting)
        key_pool = ReadPool(conninfo, 1, settings.most_waiting)  # of its own: no key waits behind a long read
        app.state.service = ServiceState(read_pool, KeyCache(key_pool, settings), asyncio.Event())
        async with lifespan(app):
            yield
        for pool in (read_pool, key_pool):
            await asyncio.to_thread(pool.close)

    app = FastAPI(
        title=title,
        version=__version__,
        description=description,
        lifespan=running,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
    )
    app.add_middleware(AccessMiddleware, max_body=settings.max_body, keys=lambda: app.state.service.keys)
    app.add_exception_handler(HTTPException, _refuse_route)
    app.add_exception_handler(RequestValidationError, _refuse_request)
    for router in (*routers, routes.router):
        app.router.routes.extend(router.routes)  # flat: an included router would be searched for every request
    document = describe(app, [*Kind, *kinds], bodies)
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
    """What the router refuses, in the form of every other problem."""
    status = error.status_code if isinstance(error, HTTPException) else Kind.MALFORMED.status
    if status == Kind.METHOD.status:
        path = request.scope["path"]
        allowed = next((methods for pattern, methods in request.app.state.methods if pattern.fullmatch(path)), "")
        return Problem(Kind.METHOD, f"{request.method} is not for this path").answer({"Allow": allowed}).response()
    kind, detail = _DETAILS.get(status, _DETAILS[Kind.MALFORMED.status])
    return Problem(kind, detail).answer().response()


async def _refuse_request(_: Request, error: Exception) -> Response:
    """What FastAPI finds wrong with a query, a header or a body."""
    errors = error.errors() if isinstance(error, RequestValidationError) else []
    return invalid([{**one, "loc": one["loc"][1:]} for one in errors]).answer().response()
