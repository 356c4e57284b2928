"""What a check found, and the seam by which checks are added.

A check is anything that takes a connection and a tenant and gives Findings. Most are one SQL statement with the columns
`what`, `place`, `expected`, `found`; PostgreSQL counts all of its rows and sends the first few, so that a book in which
everything is wrong costs no more memory than one in which nothing is.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import psycopg

from tieout.sql import load_sql

MOST_SHOWN = 20
"""Findings that each check shows; the rest are counted."""

_COUNTED = b"SELECT what, place, expected, found, count(*) OVER () FROM (%b) AS finding LIMIT %d"


class Finding(NamedTuple):
    """One difference: `what` is wrong, `where` (journal and line, event, seal), and both values, if there are any.

    Amounts are in major units, unless `what` says minor; `expected` is what the event, seal or kept head says.
    """

    what: str
    where: str
    expected: str | None
    found: str | None


class Findings(NamedTuple):
    """The first of what a check found, and how many there are in all."""

    first: list[Finding]
    total: int


Check = Callable[[psycopg.Connection[Any], str], Findings]


def sql_check(name: str, values: Mapping[str, Any] | None = None) -> Check:
    """The check that `sql/<name>.sql` makes; `values` are its parameters beside `tenant`."""

    def check(connection: psycopg.Connection[Any], tenant: str) -> Findings:
        return found_by(connection, load_sql("ledger.proof", name), {**(values or {}), "tenant": tenant})

    return check


def found_by(connection: psycopg.Connection[Any], query: bytes, values: Mapping[str, Any]) -> Findings:
    """Run a checking query: its first findings, and the number of all."""
    rows = connection.execute(_COUNTED % (query, MOST_SHOWN), values).fetchall()
    return Findings([Finding(*row[:4]) for row in rows], rows[0][4] if rows else 0)
