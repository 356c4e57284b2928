"""A bank's statements: a period's entries between the balance they start from and the balance they lead to.

Lines stream from the scratch database in booking order; the balances chain from one statement to the next.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

import duckdb

from sample.company import Account

FETCH = 5000


class BankLine(NamedTuple):
    """One transaction. `amount` is in cents, positive for money in.

    `bank_reference` is the reference that the bank repeats.
    """

    line_ref: str
    entry_ref: str
    date: date
    amount: int
    bank_reference: str | None
    counterparty: str
    memo: str
    kind: str


class Statement(NamedTuple):
    """One statement's frame: its period, its opening and closing balance in cents, and its number in the year."""

    number: int
    first: date
    last: date
    opening: int
    closing: int


class Totals(NamedTuple):
    """Entries of a statement (a batch is one) and their sums in cents."""

    credits: int
    credit_sum: int
    debits: int
    debit_sum: int


def statements(
    connection: duckdb.DuckDBPyConnection, account: Account, periods: list[tuple[date, date]]
) -> Iterator[Statement]:
    """A statement per period (first and last day); periods must be in order and leave no gap."""
    balance = 0
    for number, (first, last) in enumerate(periods, start=1):
        change = _one(connection, "coalesce(sum(amount), 0)", account, first, last)[0]
        yield Statement(number, first, last, balance, balance + change)
        balance += change


def totals(connection: duckdb.DuckDBPyConnection, account: Account, statement: Statement) -> Totals:
    """The statement's control totals, counting a batch of payments as one entry."""
    measures = """
        count(DISTINCT entry_ref) FILTER (amount > 0), coalesce(sum(amount) FILTER (amount > 0), 0),
        count(DISTINCT entry_ref) FILTER (amount < 0), coalesce(-sum(amount) FILTER (amount < 0), 0)"""
    return Totals(*_one(connection, measures, account, statement.first, statement.last))


def lines(connection: duckdb.DuckDBPyConnection, account: Account, statement: Statement) -> Iterator[BankLine]:
    """The statement's transactions in booking order."""
    rows = connection.cursor().execute(
        """
        SELECT line_ref, entry_ref, d, amount, bank_reference, counterparty, memo, kind
        FROM bank_line WHERE entity = ? AND d BETWEEN ? AND ? ORDER BY seq""",
        [account.entity, statement.first, statement.last],
    )
    while chunk := rows.fetchmany(FETCH):
        yield from (BankLine(*row) for row in chunk)


def entries(connection: duckdb.DuckDBPyConnection, account: Account, statement: Statement) -> Iterator[list[BankLine]]:
    """The statement's entries: mostly one transaction each, a batch with all of its own."""
    for _, batch in groupby(lines(connection, account, statement), key=lambda line: line.entry_ref):
        yield list(batch)


def euros(cents: int) -> Decimal:
    """An amount without its sign, in major units."""
    return Decimal(abs(cents)).scaleb(-2)


def _one(
    connection: duckdb.DuckDBPyConnection, measures: str, account: Account, first: date, last: date
) -> tuple[int, ...]:
    row = connection.execute(
        f"SELECT {measures} FROM bank_line WHERE entity = ? AND d BETWEEN ? AND ?", [account.entity, first, last]
    ).fetchone()
    return tuple(int(value) for value in row or ())
