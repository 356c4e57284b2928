"""Every refusal as RFC 9457 says it: a stable `type`, its title, and one sentence on this occurrence.

A `type` never changes its meaning: programs branch on it, people read `detail`. Nothing of the inside (stack, SQL,
paths) is ever told.
"""

import json
from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple

from ledger.service.answers import Answer

_NAMES = "urn:tieout:problem:"


class _Kind(NamedTuple):
    slug: str
    status: int
    title: str

    @property
    def uri(self) -> str:
        return _NAMES + self.slug


class Kind(_Kind, Enum):
    """All problems that the service has."""

    MALFORMED = _Kind("malformed-request", 400, "The request cannot be read")
    UNAUTHORIZED = _Kind("unauthorized", 401, "An API key is needed")
    FORBIDDEN = _Kind("scope-missing", 403, "The API key may not do this")
    NOT_FOUND = _Kind("not-found", 404, "There is no such thing")
    METHOD = _Kind("method-not-allowed", 405, "The method is not allowed here")
    REFUSED = _Kind("refused-by-the-book", 409, "The book refuses the request")
    TOO_LARGE = _Kind("request-too-large", 413, "The request is too large")
    MEDIA_TYPE = _Kind("not-json", 415, "The body must be JSON")
    INVALID = _Kind("invalid-request", 422, "The request is not valid")
    NO_JOURNAL = _Kind("invalid-journal", 422, "What was sent is no journal, whatever the book says")
    KEY_REUSED = _Kind("idempotency-key-reused", 422, "The Idempotency-Key belongs to another request")
    RATE = _Kind("rate-limited", 429, "Too many requests")
    INTERNAL = _Kind("internal-error", 500, "The service failed")
    UNAVAILABLE = _Kind("database-unavailable", 503, "The database does not answer")
    BUSY = _Kind("busy", 503, "Too many requests are waiting")


class Problem(Exception):  # noqa: N818 - what RFC 9457 calls it
    """One refusal; `more` holds further members, `retry_after` seconds."""

    def __init__(self, kind: Kind, detail: str, *, retry_after: int | None = None, **more: Any) -> None:  # noqa: ANN401
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after
        self.more = more

    def answer(self, headers: Mapping[str, str] | None = None) -> Answer:
        """The problem as an answer."""
        told = dict(headers or {})
        if self.kind is Kind.UNAUTHORIZED:
            told["WWW-Authenticate"] = "Bearer"
        if self.kind is Kind.TOO_LARGE:
            told["Connection"] = "close"
        if self.retry_after is not None:
            told["Retry-After"] = str(self.retry_after)
        return Answer(self.kind.status, json.dumps(self.members()).encode(), headers=told)

    def members(self) -> dict[str, Any]:
        """The problem as a JSON object."""
        kind = self.kind
        return {"type": kind.uri, "title": kind.title, "status": kind.status, "detail": self.detail, **self.more}


def outcome_unknown() -> Problem:
    """The connection was lost under a request: it may be in the book or not."""
    return Problem(
        Kind.UNAVAILABLE,
        "the database went away; whether the request was done is not known: repeat it with the same Idempotency-Key",
        retry_after=1,
    )
