"""The ways out of a digest. A sink has a name, under which the outbox knows it, and sends one digest at a time.

A further kind is a class with these two and an entry in `_KINDS`.
"""

import hashlib
import hmac
import os
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urlsplit

from notify.email_message import email_message
from notify.model import Digest
from tieout.config.digest import Sink as SinkConfig
from tieout.durable import written_whole
from tieout.errors import InputError, ServiceUnreachable, first_line
from tieout.workspace import Workspace

ATTEMPTS = 3
_LONGEST_PAUSE_SECONDS = 5
_TRY_AGAIN_STATUSES = frozenset(
    {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS, *range(500, 600)}
)


class Sink(Protocol):
    """Takes a digest, or raises a TieoutError or an OSError that says why it did not."""

    @property
    def name(self) -> str:
        """The same from run to run, and without secrets."""

    def send(self, digest_id: str, body: str) -> None:
        """Deliver one digest; the same one twice does no harm."""


class FileSink:
    """Writes `<digest id>.eml` and `<digest id>.json` into a folder."""

    def __init__(self, workspace: Workspace, config: SinkConfig) -> None:
        self._config = config
        self._folder = workspace.root / (config.path or "")

    @property
    def name(self) -> str:
        """The folder as tieout.yml writes it."""
        return f"file {self._config.path}"

    def send(self, digest_id: str, body: str) -> None:
        """Write both files, each whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        message = email_message(Digest.model_validate_json(body), self._config.sender, self._config.to)
        for name, content in ((f"{digest_id}.json", body.encode()), (f"{digest_id}.eml", message.as_bytes())):
            with written_whole(self._folder / name) as making:
                making.write_bytes(content)


class HttpSink:
    """Posts the JSON, with the digest's id as its idempotency key.

    With `secret_env`, the header `Tieout-Signature: t=<seconds>,v1=<hex>` holds HMAC-SHA256 over `<seconds>.<body>`:
    a receiver knows who wrote it, and can refuse a recording that is played again.
    """

    def __init__(self, _workspace: Workspace, config: SinkConfig) -> None:
        self._config = config
        self._url = config.url or ""

    @property
    def name(self) -> str:
        """The host, and a few digits of the address's hash: a webhook's path is often its password."""
        return f"http {self._host} {hashlib.sha256(self._url.encode()).hexdigest()[:8]}"

    def send(self, digest_id: str, body: str) -> None:
        """Post it; an attempt that may go better another time is repeated, with a growing pause.

        None begins after the sink's timeout: a receiver that hangs must not hold a run up three times.

        Raises:
            ServiceUnreachable: the receiver does not answer, or refuses the last attempt.
        """
        import httpx  # noqa: PLC0415 - only who has such a sink waits for it
        import tenacity  # noqa: PLC0415

        attempts = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type((httpx.TransportError, _TryAgain)),
            stop=tenacity.stop_after_attempt(ATTEMPTS) | tenacity.stop_after_delay(self._config.timeout_seconds),
            wait=tenacity.wait_exponential(multiplier=0.25, max=_LONGEST_PAUSE_SECONDS),
            reraise=True,
        )
        try:
            attempts(self._post, digest_id, body.encode())
        except httpx.TransportError as error:
            raise ServiceUnreachable(f"{self._host} does not answer ({first_line(error)})") from None

    def _post(self, digest_id: str, body: bytes) -> None:
        import httpx  # noqa: PLC0415

        headers = {
            **self._config.headers,
            "Content-Type": "application/json",
            "Idempotency-Key": digest_id,
            **self._signature(body),
        }
        answer = httpx.post(self._url, content=body, headers=headers, timeout=self._config.timeout_seconds)
        if answer.status_code in _TRY_AGAIN_STATUSES:
            raise _TryAgain(f"{self._host} answered {answer.status_code} {answer.reason_phrase}")
        if not answer.is_success:
            raise ServiceUnreachable(f"{self._host} refused it: {answer.status_code} {answer.reason_phrase}")

    def _signature(self, body: bytes) -> dict[str, str]:
        if self._config.secret_env is None:
            return {}
        secret = os.environ.get(self._config.secret_env)
        if not secret:
            raise InputError(f"{self._config.secret_env} is not set: nothing is sent unsigned")
        now = int(time.time())
        signed = hmac.new(secret.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
        return {"Tieout-Signature": f"t={now},v1={signed}"}

    @property
    def _host(self) -> str:
        return urlsplit(self._url).hostname or self._url


class _TryAgain(ServiceUnreachable):
    """An answer that another attempt may better."""


_KINDS: dict[str, Callable[[Workspace, SinkConfig], Sink]] = {"file": FileSink, "http": HttpSink}


def sinks_of(workspace: Workspace) -> list[Sink]:
    """The sinks of tieout.yml, in its order."""
    return [_KINDS[config.kind](workspace, config) for config in workspace.config.digest.sinks]
