"""Folding: totals of what can no longer change, made in the background.

A fold takes the journals that were posted by transactions which all have ended (see `ledger.extract`), never those up
to a number; so a transaction that stays open holds folding back, and balances become slower, not wrong. Each call is
one bounded transaction: killed half-way, it leaves nothing. A book that is smaller than a chapter is never folded: its
lines are few enough to be read. Totals belong to the ledger's owner: who may post may not fold.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import psycopg

from tieout.postgres.tenancy import enter


class FoldSizes(NamedTuple):
    """Lines per chapter, and folds per volume of the next level.

    A larger chapter makes fewer totals, and a longer tail to be read line by line; a larger fanout fewer levels to
    write, and more folds to read. The defaults keep a balance within milliseconds.
    """

    chapter_lines: int = 4096
    fanout: int = 16


class Folded(NamedTuple):
    """What one call has folded; all zero when there was nothing to do, or another session was folding."""

    chapters: int
    volumes: int
    lines: int


def fold(connection: psycopg.Connection[Any], tenant: str, sizes: FoldSizes | None = None) -> Folded:
    """Fold the oldest unfolded chapters of a tenant, at most `fanout` of them.

    Repeat it until it answers zeros to fold all. Safe beside postings, readers and other folds.
    """
    with connection.transaction():
        enter(connection, tenant)
        row = connection.execute(
            "SELECT chapters, volumes, lines FROM ledger.fold(%s, %s, %s)", (tenant, *(sizes or FoldSizes()))
        ).fetchone()
    return Folded(*(int(count) for count in row or ()))


def fold_all(connection: psycopg.Connection[Any]) -> Folded:
    """Fold whatever can be folded of every tenant. Costs a look at each one's tail: some milliseconds per tenant."""
    with connection.transaction():
        tenants = connection.execute("SELECT * FROM ledger.tenant_ids()").fetchall()
    return fold_each(connection, [tenant for (tenant,) in tenants])


def fold_each(connection: psycopg.Connection[Any], tenants: Iterable[str]) -> Folded:
    """Fold whatever can be folded of these tenants, such as those that have just posted; the counts of all together."""
    total = Folded(0, 0, 0)
    for tenant in tenants:
        while (folded := fold(connection, tenant)).lines:
            total = _sum(total, folded)
    return total


def refold(connection: psycopg.Connection[Any], tenant: str, sizes: FoldSizes | None = None) -> Folded:
    """Drop a tenant's totals and fold again from the lines, in one transaction: what `check` found wrong is then right.

    Readers see the old totals until it commits. Waits for a fold that is at work.
    """
    total = Folded(0, 0, 0)
    with connection.transaction():
        enter(connection, tenant)
        connection.execute("SELECT ledger.drop_folds(%s)", (tenant,))
        while (folded := fold(connection, tenant, sizes)).lines:
            total = _sum(total, folded)
    return total


def _sum(one: Folded, other: Folded) -> Folded:
    return Folded(one.chapters + other.chapters, one.volumes + other.volumes, one.lines + other.lines)
