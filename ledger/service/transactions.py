"""How routes read and write: one transaction as the caller's tenant, on a connection of the read pool."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from ledger.service.idempotency import identity_of, once
from ledger.service.refusals import refusals
from service.answers import OK, Answer
from service.database import Connection
from service.keys import Holder
from service.pagination import page
from service.problems import Kind, Problem
from service.state import ServiceState
from tieout.postgres.tenancy import tenant_transaction
from tieout.sql import load_sql

Result = TypeVar("Result")

_LONGEST_READ = "SET LOCAL statement_timeout = '20s'"


async def read(request: Request, holder: Holder, work: Callable[[Connection], Result]) -> Result:
    """What `work` finds in the book, in one transaction.

    Raises:
        Problem: 503 where it takes longer than 20 seconds, and what the book refuses.
    """

    def in_transaction(connection: Connection) -> Result:
        with refusals(), tenant_transaction(connection, holder.tenant):
            connection.execute(_LONGEST_READ)
            return work(connection)

    return await ServiceState.of(request).read_pool.run(in_transaction)


async def answer(request: Request, holder: Holder, work: Callable[[Connection], Answer]) -> Response:
    """The response that `work` makes out of the book."""
    return (await read(request, holder, work)).response()


async def answer_one(request: Request, holder: Holder, query: str, key: Mapping[str, Any], what: str) -> Response:
    """The one JSON text that `query` finds under `key`.

    Raises:
        Problem: 404, which says `what` there is not.
    """

    def work(connection: Connection) -> Answer:
        return Answer(OK, str(fetch_one(connection, holder, query, key, what)[0]).encode())

    return await answer(request, holder, work)


async def answer_page(request: Request, holder: Holder, query: str, filters: Mapping[str, Any], limit: int) -> Response:
    """A page of what `query` finds: rows of key parts and a JSON text, one more than `limit` if there are more."""

    def work(connection: Connection) -> Answer:
        values = {"tenant": holder.tenant, "limit": limit + 1, **filters}
        return page(connection.execute(load_sql("ledger.service", query), values).fetchall(), limit)

    return await answer(request, holder, work)


async def write_once(
    request: Request, holder: Holder, body: BaseModel, work: Callable[[Connection], Answer]
) -> Response:
    """Do what the request says in one transaction, once for each Idempotency-Key."""
    tenant, identity = holder.tenant, identity_of(request, body, holder)
    read_pool = ServiceState.of(request).read_pool
    return (await read_pool.run(lambda connection: once(connection, tenant, identity, work))).response()


def fetch_one(connection: Connection, holder: Holder, query: str, key: Mapping[str, Any], what: str) -> tuple[Any, ...]:
    """The one row that `query` finds, within the caller's transaction.

    Raises:
        Problem: 404, which says `what` there is not.
    """
    values = {"tenant": holder.tenant, **key}
    row: tuple[Any, ...] | None = connection.execute(load_sql("ledger.service", query), values).fetchone()
    if row is None:
        raise Problem(Kind.NOT_FOUND, f"there is no {what}")
    return row
