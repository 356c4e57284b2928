"""Who sends a request: the API key's holder, looked up in the database and believed for a few seconds.

The middleware finds the caller of every `/v1/` request; a route then requires a scope, by a parameter of its own
(`holder: MayRead`, checked before FastAPI looks at the body) or in its first line (`allowed(request, "read")`).
"""

import time
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from service.keys import TOKEN, Holder, hashed, holder_of
from service.limits import Bucket
from service.problems import Kind, Problem
from service.read_pool import ReadPool
from service.settings import KEY_CACHE_SECONDS, Settings
from tieout.suggestions import did_you_mean

CALLER = "tieout.caller"
"""Where the ASGI scope holds the caller."""

_MOST_REMEMBERED = 10_000
_SCHEME = b"bearer "


class Caller:
    """A key's holder while it is believed, and how much it may still send."""

    __slots__ = ("bucket", "holder")

    def __init__(self, holder: Holder, bucket: Bucket) -> None:
        self.holder = holder
        self.bucket = bucket


class KeyCache:
    """The keys that were shown lately, by hash; unknown ones too, so that guessing does not reach the database."""

    def __init__(self, read_pool: ReadPool, settings: Settings) -> None:
        self._read_pool = read_pool
        self._settings = settings
        self._believed: dict[bytes, tuple[float, Caller | None]] = {}

    async def caller(self, authorization: bytes | None) -> Caller:
        """Who bears this Authorization header.

        Raises:
            Problem: 401, where nobody does.
        """
        if authorization is None or authorization[: len(_SCHEME)].lower() != _SCHEME:
            raise Problem(Kind.UNAUTHORIZED, "send 'Authorization: Bearer <API key>'")
        token = authorization[len(_SCHEME) :].strip().decode("latin-1")
        if TOKEN.fullmatch(token) is None:
            raise Problem(Kind.UNAUTHORIZED, "this is not an API key")
        sha256 = hashed(token)
        until, caller = self._believed.get(sha256, (0.0, None))
        if until < time.monotonic():
            caller = await self._look_up(sha256, caller)
        if caller is None:
            raise Problem(Kind.UNAUTHORIZED, "the API key is unknown or revoked")
        return caller

    async def _look_up(self, sha256: bytes, before: Caller | None) -> Caller | None:
        holder = await self._read_pool.run(lambda connection: holder_of(connection, sha256))
        if holder is None:
            caller = None
        else:
            bucket = before.bucket if before else Bucket(self._settings.rate, self._settings.burst)
            caller = Caller(holder, bucket)
        if len(self._believed) >= _MOST_REMEMBERED:
            self._believed.clear()
        self._believed[sha256] = (time.monotonic() + KEY_CACHE_SECONDS, caller)
        return caller


def allowed(request: Request, scope: str) -> Holder:
    """Who sends the request, if their key has the scope.

    Raises:
        Problem: 403 if it has not, 422 for a query parameter that the route does not have.
    """
    caller: Caller = request.scope[CALLER]
    holder = caller.holder
    if not holder.may(scope):
        raise Problem(Kind.FORBIDDEN, f"the key '{holder.key_id}' lacks the scope '{scope}'", scope=scope)
    if request.scope["query_string"]:
        _refuse_unknown(request)
    return holder


def _having(scope: str) -> Callable[[Request], Awaitable[Holder]]:
    async def holder(request: Request) -> Holder:
        return allowed(request, scope)

    return holder


MayRead = Annotated[Holder, Depends(_having("read"))]
MayPost = Annotated[Holder, Depends(_having("post"))]
MayChangeAccounts = Annotated[Holder, Depends(_having("accounts"))]
MayClose = Annotated[Holder, Depends(_having("close"))]
MayAdminister = Annotated[Holder, Depends(_having("admin"))]


def _refuse_unknown(request: Request) -> None:
    """Refuse a query parameter that the route does not have: without a misspelt filter, all would pass.

    Raises:
        Problem: 422, there is one; the nearest valid one is named.
    """
    valid = [field.alias for field in request.scope["route"].dependant.query_params]
    for name in request.query_params:
        if name not in valid:
            near = did_you_mean(name, valid) if valid else "this route has none"
            raise Problem(Kind.INVALID, f"unknown query parameter '{name}': {near}")
