"""Idempotency, for ever: the same key and the same request are answered with the same bytes, and done once.

The answer is written by the transaction that did the work (`ledger.requests`), so there is no moment at
which one exists without the other. Only what was accepted is kept: a refused request changed nothing, and may succeed
later under the same key.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from psycopg.errors import DeadlockDetected, UniqueViolation
from pydantic import BaseModel
from starlette.requests import Request

from ledger.service.refusals import BookKind, refusals
from service.answers import Answer
from service.database import Connection
from service.keys import Holder
from service.problems import Kind, Problem
from tieout.postgres.tenancy import tenant_transaction
from tieout.sql import load_sql

_ATTEMPTS = 5
HEADER = "Idempotency-Key"
PATTERN = "^[\\x21-\\x7e]{1,255}$"
_KEY = re.compile(PATTERN.encode())


class RequestIdentity(NamedTuple):
    """A request's identity: its key, the SHA-256 of method, path and canonical body, and the API key's id."""

    key: str
    sha256: bytes
    caller: str


class Raced(Exception):  # noqa: N818 - an event, not a failure
    """Another transaction wrote one of the keys meanwhile: look again."""


def key_of(request: Request) -> str | None:
    """The Idempotency-Key, if the client gave one.

    Raises:
        Problem: 422, for an unusable one.
    """
    for name, value in request.scope["headers"]:
        if name == b"idempotency-key":
            if _KEY.fullmatch(value) is None:
                raise Problem(Kind.INVALID, f"{HEADER}: give 1 to 255 visible ASCII characters")
            return str(value.decode("ascii"))
    return None


def identity_of(request: Request, body: BaseModel, holder: Holder) -> RequestIdentity | None:
    """What makes the request the same as another one; None for one that has no Idempotency-Key or is no POST."""
    key = key_of(request)
    if key is None or request.method != "POST":
        return None
    return RequestIdentity(key, fingerprint(request.method, request.scope["path"], body), holder.key_id)


def fingerprint(method: str, path: str, body: BaseModel) -> bytes:
    """SHA-256 of the request's meaning: fields by name, none that says nothing, amounts in one notation."""
    meaning = json.dumps(
        body.model_dump(exclude_none=True), default=_one_notation, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(f"{method} {path}\n{meaning}".encode()).digest()


def recorded(connection: Connection, tenant: str, keys: Sequence[str]) -> dict[str, tuple[bytes, Answer]]:
    """What was answered to these keys, within the caller's transaction."""
    rows = connection.execute(_binary_sql("known_requests"), {"tenant": tenant, "keys": list(keys)}).fetchall()
    return {key: (sha256, Answer(status, response.encode(), replayed=True)) for key, sha256, status, response in rows}


def remember(connection: Connection, tenant: str, done: Sequence[tuple[RequestIdentity, Answer]]) -> None:
    """Keep answers, within the caller's transaction.

    Raises:
        Raced: a key is there already: another session answered it meanwhile.
    """
    if not done:
        return
    columns = {
        "tenant": tenant,
        "keys": [identity.key for identity, _ in done],
        "sha256s": [identity.sha256 for identity, _ in done],
        "statuses": [answer.status for _, answer in done],
        "responses": [answer.body.decode() for _, answer in done],
        "callers": [identity.caller for identity, _ in done],
    }
    written = connection.execute(_binary_sql("remember_requests"), columns).fetchone()
    if written is None or written[0] != len(done):
        raise Raced


def replay(identity: RequestIdentity, answered_before: Mapping[str, tuple[bytes, Answer]]) -> Answer | None:
    """The stored answer to this request, a refusal when its key belongs to another one, None for a new key."""
    if identity.key not in answered_before:
        return None
    sha256, answer = answered_before[identity.key]
    return answer if sha256 == identity.sha256 else reused(identity.key)


def reused(key: str) -> Answer:
    """The refusal of a key that another request bears."""
    return Problem(
        BookKind.KEY_REUSED, f"the key '{key}' was used for another request: give this one a key of its own"
    ).answer()


def once(
    connection: Connection, tenant: str, identity: RequestIdentity | None, work: Callable[[Connection], Answer]
) -> Answer:
    """Do `work` in one transaction and keep its answer; repeat the answer to a key that was done before.

    Without a key nothing is kept: then the names in the request (journal_id, account) make it safe to repeat.

    Raises:
        Problem: 503, other sessions kept writing the same rows; or what the book refuses, as by `refusals`.
    """
    for _ in range(_ATTEMPTS):
        with suppress(Raced, DeadlockDetected, UniqueViolation), refusals(), tenant_transaction(connection, tenant):
            answered_before = recorded(connection, tenant, [identity.key]) if identity else {}
            answer = replay(identity, answered_before) if identity else None
            if answer is None:
                answer = work(connection)
                if identity and answer.accepted and answer.kept:
                    remember(connection, tenant, [(identity, answer)])
            return answer
    raise Problem(Kind.BUSY, "others kept writing the same rows: try again", retry_after=1)


def _one_notation(value: Any) -> str:  # noqa: ANN401 - whatever JSON does not know
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")


@cache
def _binary_sql(name: str) -> bytes:
    """The SQL with its arrays in binary: as text, each of their quotes would be escaped on the way."""
    return load_sql("ledger.service", name).replace(b")s::", b")b::")
