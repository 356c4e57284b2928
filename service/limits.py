"""How often and how much: a token bucket for each key, a byte count for each body."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

from service.problems import Kind, Problem

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

_LINGER_S = 2.0


class Bucket:
    """A token bucket: `rate` requests a second in the long run, `burst` at once."""

    __slots__ = ("_at", "_burst", "_rate", "_tokens")

    def __init__(self, rate: float, burst: int) -> None:
        self._rate = rate
        self._burst = float(burst)
        self._tokens = float(burst)
        self._at = time.monotonic()

    def take(self) -> None:
        """Take one token.

        Raises:
            Problem: 429, with the seconds until there is one again.
        """
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1:
            wait = math.ceil((1 - self._tokens) / self._rate)
            raise Problem(Kind.RATE, f"more than {self._rate:g} requests a second: wait", retry_after=max(1, wait))
        self._tokens -= 1


def limited(receive: Receive, declared: bytes | None, most: int) -> Receive:
    """A `receive` of ASGI that ends a body beyond `most` bytes, whether its length was declared or not.

    Raises:
        Problem: 413, at once where the declared length is too large, else from the `receive` that goes beyond.
    """  # noqa: DOC501 - `_too_large` makes a Problem
    if declared is not None:
        if not declared.isdigit() or int(declared) > most:
            raise _too_large(most)
        return receive
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > most:
            raise _too_large(most)
        return message

    return counted


async def discard(receive: Receive) -> None:
    """Read on for a moment: a sender that is cut off in the middle of its body would not see the answer."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_LINGER_S):
            while (await receive()).get("more_body", False):
                continue


def _too_large(most: int) -> Problem:
    return Problem(Kind.TOO_LARGE, f"a request may have {most:,} bytes: send less at a time", limit=most)
