"""Every refusal as RFC 9457 says it: a stable `type`, its title, and one sentence on this occurrence.

A `type` never changes its meaning: programs branch on it, people read `detail`. Nothing of the inside (stack, SQL,
paths) is ever told. A service adds kinds of its own as another enumeration of `ProblemKind`.
"""

import json
from collections.abc import Mapping
from enum import Enum
from typing import Any

from pydantic import BaseModel, ConfigDict

from service.answers import Answer

_NAMES = "urn:tieout:problem:"


class ProblemKind(Enum):
    """One kind of refusal: the last part of its `type`, the HTTP status, and the title. Enumerations derive from it."""

    def __init__(self, slug: str, status: int, title: str) -> None:
        self.uri = _NAMES + slug
        self.status = status
        self.title = title


class Kind(ProblemKind):
    """The problems that every service has."""

    MALFORMED = ("malformed-request", 400, "The request cannot be read")
    UNAUTHORIZED = ("unauthorized", 401, "An API key is needed")
    FORBIDDEN = ("scope-missing", 403, "The API key may not do this")
    NOT_FOUND = ("not-found", 404, "There is no such thing")
    METHOD = ("method-not-allowed", 405, "The method is not allowed here")
    TOO_LARGE = ("request-too-large", 413, "The request is too large")
    MEDIA_TYPE = ("not-json", 415, "The body must be JSON")
    INVALID = ("invalid-request", 422, "The request is not valid")
    RATE = ("rate-limited", 429, "Too many requests")
    INTERNAL = ("internal-error", 500, "The service failed")
    UNAVAILABLE = ("database-unavailable", 503, "The database does not answer")
    BUSY = ("busy", 503, "Too many requests are waiting")


class Problem(Exception):  # noqa: N818 - what RFC 9457 calls it
    """One refusal, raised anywhere below the middleware, which answers it.

    Args:
        kind: what went wrong, for programs.
        detail: what went wrong here and what to do, for people.
        retry_after: seconds after which a repetition may succeed.
        more: further members of the JSON object, such as `code`.
    """

    def __init__(
        self,
        kind: ProblemKind,
        detail: str,
        *,
        retry_after: int | None = None,
        **more: Any,  # noqa: ANN401 - any JSON
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after
        self.more = more

    def answer(self, headers: Mapping[str, str] | None = None) -> Answer:
        """The problem as an answer, with the headers that HTTP requires beside its status."""
        all_headers = dict(headers or {})
        if self.kind is Kind.UNAUTHORIZED:
            all_headers["WWW-Authenticate"] = "Bearer"
        if self.kind is Kind.TOO_LARGE:
            all_headers["Connection"] = "close"
        if self.retry_after is not None:
            all_headers["Retry-After"] = str(self.retry_after)
        return Answer(self.kind.status, json.dumps(self.members()).encode(), headers=all_headers)

    def members(self) -> dict[str, Any]:
        """The problem as a JSON object."""
        kind = self.kind
        return {"type": kind.uri, "title": kind.title, "status": kind.status, "detail": self.detail, **self.more}


class ProblemDetails(BaseModel):
    """A refusal (RFC 9457): `type` is stable, `code` names what refused the request, where there are several."""

    model_config = ConfigDict(extra="allow", title="Problem")

    type: str
    title: str
    status: int
    detail: str
    code: str | None = None


def outcome_unknown() -> Problem:
    """The connection was lost under a request, which may have been done or not."""
    return Problem(
        Kind.UNAVAILABLE,
        "the database went away; whether the request was done is not known: repeat it with the same Idempotency-Key",
        retry_after=1,
    )
