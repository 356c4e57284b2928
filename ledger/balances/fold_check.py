"""Proof that the folded totals are the sums of the lines, fold by fold, account by account, day by day.

Totals are derived, so a difference is no loss: `refold` makes them anew. But until then balances are wrong, or somebody
has changed lines that were folded already; `tieout verify` says which, by the events.
"""

from decimal import Decimal
from typing import Any, NamedTuple

import psycopg

from tieout.postgres.tenancy import enter
from tieout.sql import load_sql

MOST_DIFFERENCES = 100
"""Of each kind: enough to see where it is, when all of a book differs."""


class Difference(NamedTuple):
    """One fold that is not what it is made of: its place, and what differs, with amounts in minor units."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def check(connection: psycopg.Connection[Any], tenant: str) -> list[Difference]:
    """Each difference, with entity, account, currency and date; none when every total is right.

    Reads all folded lines.
    """
    key = {"tenant": tenant, "limit": MOST_DIFFERENCES}
    with connection.transaction():
        enter(connection, tenant)
        connection.execute("SELECT set_config('work_mem', '64MB', true)")
        misplaced = connection.execute(load_sql("ledger.balances", "misplaced"), key).fetchall()
        differences = connection.execute(load_sql("ledger.balances", "differences"), key).fetchall()
    return [_misplaced(*row) for row in misplaced] + [_difference(*row) for row in differences]


def _name(level: int, fold_no: int) -> str:
    return f"chapter {fold_no}" if level == 0 else f"volume {fold_no} of level {level}"


def _misplaced(level: int, fold_no: int) -> Difference:
    what = "its place, its number of lines or its times are not those of what it holds"
    return Difference(_name(level, fold_no), what)


def _difference(level: int, fold_no: int, where: str, *amounts: Decimal) -> Difference:
    debit, credit, base, true_debit, true_credit, true_base = amounts
    return Difference(
        _name(level, fold_no),
        f"{where}: folded as debit {debit}, credit {credit}, base {base},"
        f" but what it is made of says debit {true_debit}, credit {true_credit}, base {true_base}",
    )
