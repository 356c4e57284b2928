"""What is sent back: status, bytes, and the few headers that carry meaning."""

from collections.abc import Mapping
from typing import NamedTuple

from starlette.responses import Response

OK = 200
CREATED = 201
JSON = "application/json"
PROBLEM_JSON = "application/problem+json"
REPLAYED = "Idempotency-Replayed"
_FIRST_ERROR = 400


class Answer(NamedTuple):
    """An answer before it becomes a response.

    `replayed` when an earlier request had the effect; `kept` when it must be the answer to every repetition.
    """

    status: int
    body: bytes
    replayed: bool = False
    headers: Mapping[str, str] | None = None
    kept: bool = True

    @property
    def accepted(self) -> bool:
        """Whether the request was done, not refused."""
        return self.status < _FIRST_ERROR

    def response(self) -> Response:
        """The HTTP response."""
        headers = {**(self.headers or {}), REPLAYED: "true"} if self.replayed else self.headers
        return Response(self.body, self.status, headers, JSON if self.accepted else PROBLEM_JSON)
