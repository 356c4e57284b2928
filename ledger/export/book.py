"""One entity's book, to be read once from beginning to end: what every export format is written from.

Amounts are minor units (see `tieout.money`), debit positive; `base_amount` is the line's value in the entity's own,
functional currency. Texts that stand on a line are those in which the lines of its journal differ.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

import psycopg

from tieout.errors import InputError
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql
from tieout.suggestions import did_you_mean

_ROW_TYPES = (
    "text",
    "date",
    "date",
    "text",
    "text",
    "bool",
    *("text",) * 6,
    "int8",
    "int8",
    "text",
    "date",
    *("text",) * 5,
)


class Account(NamedTuple):
    """An account of the chart, and the only currency that it may hold (None: any).

    `opened` is the day of its first journal, or of the book's first if it has none.
    """

    code: str
    name: str
    type: str
    currency: str | None
    opened: date


class Currency(NamedTuple):
    """A currency that the book has lines in, its decimals, and the day of its first journal."""

    code: str
    scale: int
    first_used: date


class Texts(NamedTuple):
    """What a journal or a line says of itself; None where it says nothing."""

    reference: str | None
    description: str | None
    counterparty: str | None
    group: str | None


class Line(NamedTuple):
    """One debit (+) or credit (-), in minor units of `currency`, and its value in the functional currency.

    `rate` is the one by which it was converted, in major units of the functional currency for one of `currency`, where
    the ledger was given it; then with its day and its source.
    """

    account: str
    currency: str
    amount: int
    base_amount: int
    rate: str | None
    rate_date: date | None
    rate_source: str | None
    texts: Texts


class Journal(NamedTuple):
    """One balanced event; `reverses` is the journal_id of the one that it takes back.

    `adjustment`: it belongs to the fiscal year's closing adjustments (period 13).
    """

    journal_id: str
    effective_date: date
    document_date: date | None
    reverses: str | None
    kind: str | None
    adjustment: bool
    texts: Texts
    lines: tuple[Line, ...]


class Book(NamedTuple):
    """A whole book; `journals` come by effective date, and can be read once, inside the `with` of `open_book`."""

    entity_name: str
    base_currency: str
    base_scale: int
    accounts: tuple[Account, ...]
    currencies: tuple[Currency, ...]
    journals: Iterator[Journal]


class _Row(NamedTuple):
    journal_id: str
    effective_date: date
    document_date: date | None
    reverses: str | None
    kind: str | None
    adjustment: bool
    reference: str | None
    description: str | None
    counterparty: str | None
    group: str | None
    account: str
    currency: str
    amount: int
    base_amount: int
    rate: str | None
    rate_date: date | None
    rate_source: str | None
    line_reference: str | None
    line_description: str | None
    line_counterparty: str | None
    line_group: str | None


@contextmanager
def open_book(connection: psycopg.Connection[Any], tenant: str, entity: str) -> Iterator[Book]:
    """The book in one read-only snapshot: what is posted meanwhile is not in it.

    The connection must have no transaction open.

    Raises:
        InputError: the tenant has no such entity; the nearest is named.
    """  # noqa: DOC501 - `_unknown` makes an InputError
    key = {"tenant": tenant, "entity": entity}
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        enter(connection, tenant)
        described = connection.execute(load_sql("ledger.export", "entity"), key).fetchone()
        if described is None:
            raise _unknown(connection, tenant, entity)
        name, currency, scale = described
        accounts = tuple(Account(*row) for row in connection.execute(load_sql("ledger.export", "accounts"), key))
        currencies = tuple(Currency(*row) for row in connection.execute(load_sql("ledger.export", "currencies"), key))
        with connection.cursor() as cursor, cursor.copy(load_sql("ledger.export", "lines"), key) as copy:
            copy.set_types(_ROW_TYPES)
            yield Book(name, currency, scale, accounts, currencies, _journals(_Row(*row) for row in copy.rows()))


def _journals(rows: Iterator[_Row]) -> Iterator[Journal]:
    for _, group in groupby(rows, key=lambda row: row.journal_id):
        lines = list(group)
        first = lines[0]
        yield Journal(
            first.journal_id,
            first.effective_date,
            first.document_date,
            first.reverses,
            first.kind,
            first.adjustment,
            Texts(first.reference, first.description, first.counterparty, first.group),
            tuple(map(_line, lines)),
        )


def _line(row: _Row) -> Line:
    texts = Texts(row.line_reference, row.line_description, row.line_counterparty, row.line_group)
    rate = (row.rate, row.rate_date, row.rate_source)
    return Line(row.account, row.currency, row.amount, row.base_amount, *rate, texts)


def _unknown(connection: psycopg.Connection[Any], tenant: str, entity: str) -> InputError:
    rows = connection.execute("SELECT entity_id FROM ledger.entities WHERE tenant_id = %s", (tenant,)).fetchall()
    near = did_you_mean(entity, [entity_id for (entity_id,) in rows])
    return InputError(f"unknown entity '{entity}': {near}")
