"""Request bodies: read once, by pydantic's own JSON parser, and described once, for OpenAPI.

FastAPI's way (parse to objects, then validate) would turn an amount into a float before anybody could refuse it, and
would cost a posting more than its share of the commit.
"""

import re
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request

from ledger.requests import Amount, Day, JournalRequest, Text
from ledger.service.idempotency import Asked, fingerprint
from ledger.service.keys import Holder
from ledger.service.problems import Kind, Problem

IDEMPOTENCY_KEY = "Idempotency-Key"
KEY_PATTERN = "^[\\x21-\\x7e]{1,255}$"
_KEY = re.compile(KEY_PATTERN.encode())
_MOST_ERRORS = 20
_MOST_JOURNALS = 10_000

Body = TypeVar("Body", bound=BaseModel)
Reason = Annotated[str, Field(min_length=1, max_length=1000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BatchRequest(_Strict):
    """Many journals in one transaction: `atomic` posts all or none, `each` refuses what is wrong alone."""

    mode: Literal["atomic", "each"] = "atomic"
    journals: Annotated[tuple[JournalRequest, ...], Field(min_length=1, max_length=_MOST_JOURNALS)]


class ReversalRequest(_Strict):
    """How a journal is taken back: on which date, why, and under which name (default: "reverse <journal_id>")."""

    date: Day
    reason: Reason
    journal_id: Text | None = None


class AccountRequest(_Strict):
    """An account to be opened; `floor` and `ceiling` bound its balance (major units of `currency`, debit positive)."""

    entity: Text
    code: Text
    name: Text
    type: Literal["asset", "liability", "equity", "revenue", "expense"]
    parent: Text | None = None
    currency: Text | None = None
    active_from: Day | None = None
    active_to: Day | None = None
    floor: Amount | None = None
    ceiling: Amount | None = None


class AccountChange(_Strict):
    """What of an account shall change; what is left out stays, null takes it away. Code and type never change."""

    name: Text | None = None
    parent: Text | None = None
    currency: Text | None = None
    active_from: Day | None = None
    active_to: Day | None = None
    floor: Amount | None = None
    ceiling: Amount | None = None


class PendingRequest(_Strict):
    """A journal to be reserved, until when."""

    journal: JournalRequest
    expires_at: AwareDatetime


class PendingPosting(_Strict):
    """How a reservation is posted: on which date (default: its own)."""

    date: Day | None = None


class CloseRequest(_Strict):
    """Why a period is closed, if that is not plain."""

    reason: Reason | None = None


class ReasonRequest(_Strict):
    """Why; kept for ever."""

    reason: Reason


async def body_of(request: Request, model: type[Body]) -> Body:
    """The body as `model`; Problem 400 for what is no JSON, 422 with a pointer to each field that is wrong."""
    return read(await request.body(), model)


def read(body: bytes, model: type[Body]) -> Body:
    """JSON text as `model`."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
    if problems[0]["type"] == "json_invalid":
        raise Problem(Kind.MALFORMED, f"the body is not JSON: {problems[0]['msg'].partition(': ')[2]}")
    raise invalid(problems)


def invalid(errors: list[Any]) -> Problem:
    """Fields that are wrong, each with its JSON pointer, without quoting what was sent."""
    told = [{"pointer": _pointer(error["loc"]), "detail": _sentence(error)} for error in errors[:_MOST_ERRORS]]
    return Problem(Kind.INVALID, f"{told[0]['pointer'] or 'body'}: {told[0]['detail']}", errors=told)


def key_of(request: Request) -> str | None:
    """The Idempotency-Key, if the client gave one; Problem 422 for an unusable one."""
    for name, value in request.scope["headers"]:
        if name == b"idempotency-key":
            if _KEY.fullmatch(value) is None:
                raise Problem(Kind.INVALID, "Idempotency-Key: give 1 to 255 visible ASCII characters")
            return str(value.decode("ascii"))
    return None


def asked(request: Request, body: BaseModel, holder: Holder, key: str | None) -> Asked | None:
    """The request's identity under that key."""
    if key is None or request.method != "POST":
        return None
    return Asked(key, fingerprint(request.method, request.scope["path"], body), holder.key_id)


def _pointer(place: tuple[int | str, ...]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)


def _sentence(error: Any) -> str:  # noqa: ANN401 - pydantic's own shape
    return str(error["msg"]).removeprefix("Value error, ")
