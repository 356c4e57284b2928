"""The ASGI middleware before every route: key, rate, size, media type; and after it: counting and logging.

An error that nothing else caught ends here as a problem of its own, with an incident number instead of a stack.
"""

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from service.auth import CALLER, KeyCache
from service.limits import Message, Receive, discard, limited
from service.logs import log, unforeseen
from service.metrics import REQUESTS, SECONDS
from service.openapi import WITH_KEY
from service.problems import Kind, Problem

Scope = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_SLOW_S = 1.0
_SERVER_ERROR = 500
_NO_ROUTE = "none"


class AccessMiddleware:
    """Lets through what a key, its rate and the limits of a request allow; `keys` is called once the service runs."""

    def __init__(self, app: App, max_body: int, keys: Callable[[], KeyCache]) -> None:
        self._app = app
        self._max_body = max_body
        self._keys = keys

    async def __call__(self, scope: Scope, received: Receive, send: Send) -> None:
        """Let one request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, received, send)
            return
        began = time.monotonic()
        status = 0

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, await self._checked(scope, received), counted)
        except Problem as problem:
            if problem.kind is Kind.TOO_LARGE:
                await discard(received)
            if status == 0:
                await problem.answer().response()(scope, received, counted)
        except Exception as error:  # noqa: BLE001 - the last place where it can be answered as a problem
            failed = unforeseen(error)
            if status == 0:
                await failed.answer().response()(scope, received, counted)
        _count(scope, status, time.monotonic() - began)

    async def _checked(self, scope: Scope, receive: Receive) -> Receive:
        if not scope["path"].startswith(WITH_KEY):
            return receive
        headers: dict[bytes, bytes] = dict(scope["headers"])
        caller = await self._keys().caller(headers.get(b"authorization"))
        caller.bucket.take()
        scope[CALLER] = caller
        if scope["method"] in ("GET", "HEAD"):
            return receive
        length = headers.get(b"content-length")
        kind = headers.get(b"content-type")
        if (length not in (None, b"0") or b"transfer-encoding" in headers) and not _is_json(kind):
            raise Problem(Kind.MEDIA_TYPE, "send the body as application/json")
        return limited(receive, length, self._max_body)


def _is_json(kind: bytes | None) -> bool:
    return kind is not None and kind.partition(b";")[0].strip().lower() == b"application/json"


def _count(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", _NO_ROUTE)
    REQUESTS.labels(scope["method"], route, status).inc()
    SECONDS.labels(route).observe(seconds)
    if status >= _SERVER_ERROR or seconds > _SLOW_S:
        caller = scope.get(CALLER)
        log.warning(
            "request",
            method=scope["method"],
            route=route,
            status=status,
            seconds=round(seconds, 4),
            key_id=caller.holder.key_id if caller else None,
        )
