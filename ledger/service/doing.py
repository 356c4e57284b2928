"""How routes read and write: one transaction as the caller's tenant, on one of the desk's connections."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from ledger.service.answers import OK, Answer
from ledger.service.bodies import asked, key_of
from ledger.service.idempotency import once
from ledger.service.keys import Holder
from ledger.service.pages import page
from ledger.service.problems import Kind, Problem
from ledger.service.refusals import refusals
from ledger.service.sessions import Connection
from ledger.service.state import State
from tieout.postgres.tenancy import tenant_transaction
from tieout.sql import load_sql

Result = TypeVar("Result")

_LONGEST_READ = "SET LOCAL statement_timeout = '20s'"


async def read(request: Request, holder: Holder, work: Callable[[Connection], Result]) -> Result:
    """What `work` finds in the book, in one transaction; Problem 503 where it takes longer than 20 seconds."""

    def in_transaction(connection: Connection) -> Result:
        with refusals(), tenant_transaction(connection, holder.tenant):
            connection.execute(_LONGEST_READ)
            return work(connection)

    return await State.of(request).desk.run(in_transaction)


async def reading(request: Request, holder: Holder, work: Callable[[Connection], Answer]) -> Response:
    """Answer from the book."""
    return (await read(request, holder, work)).response()


async def reading_one(request: Request, holder: Holder, query: str, wanted: Mapping[str, Any], what: str) -> Response:
    """One JSON text that `query` finds, or Problem 404 that says `what` there is not."""

    def work(connection: Connection) -> Answer:
        return Answer(OK, str(found(connection, holder, query, wanted, what)[0]).encode())

    return await reading(request, holder, work)


def found(connection: Connection, holder: Holder, query: str, wanted: Mapping[str, Any], what: str) -> tuple[Any, ...]:
    """The one row that `query` finds, within the caller's transaction; Problem 404 that says `what` there is not."""
    row: tuple[Any, ...] | None = connection.execute(
        load_sql("ledger.service", query), {"tenant": holder.tenant, **wanted}
    ).fetchone()
    if row is None:
        raise Problem(Kind.NOT_FOUND, f"there is no {what}")
    return row


async def reading_page(request: Request, holder: Holder, query: str, wanted: Mapping[str, Any], limit: int) -> Response:
    """A page of what `query` finds: rows of key parts and a JSON text, one more than `limit` if there are more."""

    def work(connection: Connection) -> Answer:
        given = {"tenant": holder.tenant, "limit": limit + 1, **wanted}
        return page(connection.execute(load_sql("ledger.service", query), given).fetchall(), limit)

    return await reading(request, holder, work)


async def writing(request: Request, holder: Holder, body: BaseModel, work: Callable[[Connection], Answer]) -> Response:
    """Do what was asked in one transaction, once for each Idempotency-Key."""
    tenant, identity = holder.tenant, asked(request, body, holder, key_of(request))
    return (await State.of(request).desk.run(lambda connection: once(connection, tenant, identity, work))).response()
