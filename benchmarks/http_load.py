"""A client that costs little: ready-made requests over keep-alive sockets, one under way on each, times taken.

Run as a process of its own (`python -m benchmarks.http_load`), told on standard input what to send, it prints what it
measured; so neither shares the other's interpreter.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import uvloop

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length: "


class Load(NamedTuple):
    """Requests a second, latencies in ms, and how many answers were not of the expected status."""

    rate: float
    p50_ms: float
    p99_ms: float
    errors: int


class Plan(NamedTuple):
    """What to send: `requests` POSTs to `path` over `sockets`; bodies are journals with unique ids, or empty."""

    port: int
    token: str
    path: str
    expected_status: int
    requests: int
    sockets: int
    first_journal: int | None


def main() -> None:
    """Read a plan, run it, print the load."""
    plan = Plan(*json.load(sys.stdin))
    json.dump(uvloop.run(_run(plan)), sys.stdout)


async def _run(plan: Plan) -> Load:
    ready = list(_rendered(plan))
    waiting = iter(ready)
    loop = asyncio.get_running_loop()
    times: list[float] = []
    errors: list[int] = []
    began = time.perf_counter()
    done = []
    for _ in range(plan.sockets):
        finished = loop.create_future()
        done.append(finished)
        await loop.create_connection(
            partial(_Socket, waiting, plan.expected_status, times, errors, finished), "127.0.0.1", plan.port
        )
    await asyncio.gather(*done)
    seconds = time.perf_counter() - began
    times.sort()
    return Load(len(times) / seconds, times[len(times) // 2] * 1000, times[len(times) * 99 // 100] * 1000, len(errors))


class _Socket(asyncio.Protocol):
    """One keep-alive connection: the next request as soon as the answer is whole."""

    def __init__(
        self,
        waiting: Iterator[bytes],
        expected_status: int,
        times: list[float],
        errors: list[int],
        finished: asyncio.Future[None],
    ) -> None:
        self._waiting = waiting
        self._status = str(expected_status).encode()
        self._times = times
        self._errors = errors
        self._finished = finished
        self._received = b""
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected: begin."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._next()

    def data_received(self, data: bytes) -> None:
        """A part of an answer, mostly all of it."""
        self._received += data
        head, found, body = self._received.partition(_HEAD_END)
        if not found:
            return
        start = head.index(_LENGTH) + len(_LENGTH)
        if len(body) < int(head[start:].split(b"\r\n", 1)[0]):
            return
        self._times.append(time.perf_counter() - self._sent_at)
        if head[9:12] != self._status:
            self._errors.append(int(head[9:12]))
        self._received = b""
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's form
        """Lost before all was answered: an error."""
        if not self._finished.done():
            self._errors.append(0)
            self._finished.set_result(None)

    def _next(self) -> None:
        request = next(self._waiting, None)
        if request is None:
            self._finished.set_result(None)
            self._transport.close()
            return
        self._sent_at = time.perf_counter()
        self._transport.write(request)


def _rendered(plan: Plan) -> Iterator[bytes]:
    head = (
        f"POST {plan.path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {plan.token}\r\n"
        "content-type: application/json\r\ncontent-length: "
    )
    for number in range(plan.requests):
        body = "" if plan.first_journal is None else _journal(plan.first_journal + number)
        yield f"{head}{len(body)}\r\n\r\n{body}".encode()


def _journal(number: int) -> str:
    amount = f"{1 + number % 9000}.{number % 100:02}"
    lines = [{"account": "1000", "amount": amount}, {"account": "4000", "amount": f"-{amount}"}]
    return json.dumps(
        {
            "journal_id": f"J-{number}",
            "entity": "bench",
            "date": "2026-03-01",
            "reference": f"R-{number}",
            "lines": lines,
        }
    )


if __name__ == "__main__":
    main()
