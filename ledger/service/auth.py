"""Who asks: the API key's holder, looked up in the book and believed for a few seconds."""

import time

from ledger.service.desk import Desk
from ledger.service.keys import TOKEN, Holder, hashed, holder_of
from ledger.service.limits import Bucket
from ledger.service.problems import Kind, Problem
from ledger.service.settings import KEY_CACHE_SECONDS, Settings

_MOST_REMEMBERED = 10_000
_SCHEME = b"bearer "


class Caller:
    """A key's holder while it is believed, and how much it may still ask."""

    __slots__ = ("bucket", "holder")

    def __init__(self, holder: Holder, bucket: Bucket) -> None:
        self.holder = holder
        self.bucket = bucket

    def must(self, scope: str) -> Holder:
        """The holder, if it may do this; Problem 403 if not."""
        if not self.holder.may(scope):
            raise Problem(Kind.FORBIDDEN, f"the key '{self.holder.key_id}' lacks the scope '{scope}'", scope=scope)
        return self.holder


class Keys:
    """The keys that were shown lately, by their hash; unknown ones too, so that guessing does not reach the book."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self._desk = desk
        self._settings = settings
        self._believed: dict[bytes, tuple[float, Caller | None]] = {}

    async def caller(self, authorization: bytes | None) -> Caller:
        """Who bears this Authorization header; Problem 401 for nobody."""
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
        holder = await self._desk.run(lambda connection: holder_of(connection, sha256))
        if holder is None:
            caller = None
        else:
            bucket = before.bucket if before else Bucket(self._settings.rate, self._settings.burst)
            caller = Caller(holder, bucket)
        if len(self._believed) >= _MOST_REMEMBERED:
            self._believed.clear()
        self._believed[sha256] = (time.monotonic() + KEY_CACHE_SECONDS, caller)
        return caller
