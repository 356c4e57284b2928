"""Verification: every check over one snapshot of the book, in a transaction that can write nothing.

It takes no lock and no transaction number: postings, sealing and consumers of events go on beside it, and it runs on a
read-only standby too. The scratch space of the replay is PostgreSQL's own, bounded by work_mem and spilling to its
temporary files.
"""

import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import psycopg

from ledger.balances.fold_check import check as folded_totals
from ledger.proof.findings import MOST_SHOWN, Check, Finding, Findings, sql_check
from ledger.proof.heads import Head, heads_check
from tieout.errors import InputError
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql

_SNAPSHOT = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL jit = off",
    "SET LOCAL enable_memoize = off",  # no two events are alike: the cache would only be filled
    "SET LOCAL work_mem = '64MB'",
)


def _balances_as_folded(connection: psycopg.Connection[Any], tenant: str) -> Findings:
    """The totals that balances are read from, against the lines."""
    differences = folded_totals(connection, tenant)
    shown = differences[:MOST_SHOWN]
    return Findings([Finding(one.what, f"folded balances, {one.place}", None, None) for one in shown], len(differences))


CHECKS: tuple[Check, ...] = (
    *map(
        sql_check,
        (
            "server",
            "law",
            "journals",
            "lines",
            "orphans",
            "pendings",
            "duplicates",
            "sums",
            "rows",
            "events",
            "balances",
            "limits",
        ),
    ),
    _balances_as_folded,
    sql_check("chain"),
    sql_check("seals"),
)
"""In the order in which an accountant reads them: what stands in the book first, hashes last."""


class BookProof(NamedTuple):
    """What was verified, and the first findings of each check, most telling first; `total` counts all.

    `sealed_events` of the events are held by the seal chain; the rest are proven by the replay alone.
    """

    tenant: str
    events: int
    journals: int
    lines: int
    seals: int
    sealed_events: int
    duration_s: float
    findings: list[Finding]
    total: int

    @property
    def clean(self) -> bool:
        """Whether the book is proven."""
        return self.total == 0

    @property
    def exit_code(self) -> int:
        """0 when the book is proven, 1 when something was found."""
        return 0 if self.clean else 1


def verify(
    connection: psycopg.Connection[Any], tenant: str, heads: Sequence[Head] = (), checks: Sequence[Check] = CHECKS
) -> BookProof:
    """Prove the tenant's book, and that its chain contains the heads.

    The connection must not be in a transaction: the snapshot is this call's own.

    Raises:
        InputError: there is no such book, or the role may not see it.
    """
    began = time.monotonic()
    findings: list[Finding] = []
    total = 0
    with connection.transaction():
        for setting in _SNAPSHOT:
            connection.execute(setting)
        enter(connection, tenant)
        _refuse_an_unseen_book(connection, tenant)
        for check in [*checks, *([heads_check(heads)] if heads else [])]:
            found = check(connection, tenant)
            findings += found.first
            total += found.total
        (counted,) = connection.execute(load_sql("ledger.proof", "count"), {"tenant": tenant}).fetchall()
    events, journals, lines, seals, sealed_events = counted
    took = round(time.monotonic() - began, 3)
    return BookProof(tenant, events, journals, lines, seals, sealed_events, took, findings, total)


def _refuse_an_unseen_book(connection: psycopg.Connection[Any], tenant: str) -> None:
    exists = connection.execute(
        "SELECT EXISTS (SELECT FROM ledger.events WHERE tenant_id = %(tenant)s)"
        " OR EXISTS (SELECT FROM ledger.tenants WHERE tenant_id = %(tenant)s)"
        " OR EXISTS (SELECT FROM ledger.seals WHERE tenant_id = %(tenant)s)",
        {"tenant": tenant},
    ).fetchone()
    if exists is None or not exists[0]:
        raise InputError(f"there is no book of '{tenant}' here, or this role may not see it")
