"""Sending a request until it is answered: pauses grow, and are drawn by chance so that clients do not come in step."""

from collections.abc import Mapping
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from ledger.client.problem import ProblemError
from service.problems import ProblemDetails
from tieout.errors import ServiceUnreachable

_TRY_AGAIN = frozenset({429, 502, 503, 504})
_FIRST_ERROR = 400
_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 10.0

Model = TypeVar("Model", bound=BaseModel)


class _TryAgain(Exception):  # noqa: N818 - a state of affairs
    def __init__(self, reason: str, pause: float = 0.0) -> None:
        super().__init__(reason)
        self.pause = pause


class Transport:
    """One service, one key, up to `attempts` tries for each request."""

    def __init__(self, url: str, key: str, attempts: int, timeout: float) -> None:
        self._url = url
        self._attempts = attempts
        self._http = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=timeout)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, model: type[Model], **query: str | int | None) -> Model:
        """Read something; a filter of None is left out."""
        return self._send(
            "GET", path, model, params={name: value for name, value in query.items() if value is not None}
        )

    def write(self, method: str, path: str, model: type[Model], body: str, headers: Mapping[str, str]) -> Model:
        """Change something; `body` is JSON."""
        content = {"Content-Type": "application/json", **headers}
        return self._send(method, path, model, content=body.encode(), headers=content)

    def _send(self, method: str, path: str, model: type[Model], **request: Any) -> Model:  # noqa: ANN401 - httpx's own
        def once() -> Model:
            try:
                response = self._http.request(method, path, **request)
            except httpx.TransportError as error:
                raise _TryAgain(str(error) or type(error).__name__) from None
            if response.status_code in _TRY_AGAIN:
                raise _TryAgain(_problem(response).detail, _pause(response))
            if response.status_code >= _FIRST_ERROR:
                raise ProblemError(_problem(response))
            return model.model_validate_json(response.content)

        tries = Retrying(
            stop=stop_after_attempt(self._attempts), wait=_wait, retry=retry_if_exception_type(_TryAgain), reraise=True
        )
        try:
            return tries(once)
        except _TryAgain as last:
            raise ServiceUnreachable(f"{self._url}: {last} ({self._attempts} attempts)") from None


_by_chance = wait_random_exponential(multiplier=_FIRST_PAUSE_S, max=_LONGEST_PAUSE_S)


def _wait(state: RetryCallState) -> float:
    """As long as the service's Retry-After says, and a chance element on top."""
    error = state.outcome.exception() if state.outcome else None
    return _by_chance(state) + (error.pause if isinstance(error, _TryAgain) else 0.0)


def _pause(response: httpx.Response) -> float:
    seconds = response.headers.get("Retry-After", "")
    return min(float(seconds), _LONGEST_PAUSE_S) if seconds.isdigit() else 0.0


def _problem(response: httpx.Response) -> ProblemDetails:
    """The problem of an answer; something between us and the service may answer in another form."""
    try:
        return ProblemDetails.model_validate_json(response.content)
    except ValidationError:
        return ProblemDetails(
            type="about:blank", title=response.reason_phrase, status=response.status_code, detail="no problem+json"
        )
