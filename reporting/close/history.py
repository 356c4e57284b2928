"""How closes stand, and their whole history."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import psycopg

from tieout.postgres.tenancy import enter
from tieout.sql import load_sql


class Close(NamedTuple):
    """The latest close of a period: prepared, certified, decertified or reopened.

    The hashes are SHA-256 in hexadecimal: over the trial balance's rows, and over those with the statements' totals and
    the reconciliations' proofs.
    """

    tenant: str
    entity: str
    period: str
    fiscal_year: int
    starts: date
    ends: date
    adjustment: bool
    close_no: int
    state: str
    prepared_by: str
    prepared_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    why: str | None
    run_id: str | None
    as_of: date | None
    trial_balance_hash: str
    seal_hash: str
    closing_journal_id: str | None

    @property
    def stands(self) -> bool:
        """Whether the close counts: prepared or certified, and nothing is known to have changed."""
        return self.state in {"prepared", "certified"}


class CloseEvent(NamedTuple):
    """One thing that was done to a close: prepared, certified, refused, reopened, decertified or restored."""

    entity: str
    period: str
    event_no: int
    kind: str
    close_no: int
    who: str
    why: str | None
    recorded_at: datetime


class FluxComment(NamedTuple):
    """What somebody says about an account's figure."""

    period: str
    comment_no: int
    book: str
    account_code: str
    comment: str
    who: str
    recorded_at: datetime


def closes(connection: psycopg.Connection[Any], tenant: str, entity: str) -> list[Close]:
    """The latest close of each period that was ever closed, oldest period first."""
    return [Close(*row) for row in rows_of(connection, tenant, "closes", entity=entity, period=None)]


def close_of(connection: psycopg.Connection[Any], tenant: str, entity: str, period: str) -> Close | None:
    """The latest close of one period, if it was ever closed."""
    rows = rows_of(connection, tenant, "closes", entity=entity, period=period)
    return Close(*rows[0]) if rows else None


def close_events(
    connection: psycopg.Connection[Any], tenant: str, entity: str, period: str | None = None
) -> list[CloseEvent]:
    """All that was done to the closes of an entity, or of one period, oldest first."""
    return [CloseEvent(*row) for row in rows_of(connection, tenant, "events", entity=entity, period=period)]


def flux_comments(
    connection: psycopg.Connection[Any], tenant: str, entity: str, period: str | None = None
) -> list[FluxComment]:
    """All comments on figures of an entity's periods, or of one, oldest first."""
    return [FluxComment(*row) for row in rows_of(connection, tenant, "comments", entity=entity, period=period)]


def rows_of(connection: psycopg.Connection[Any], tenant: str, name: str, **values: object) -> Sequence[tuple[Any, ...]]:
    """What a statement of `sql/` finds, within a transaction that is not left open."""
    with connection.transaction():
        enter(connection, tenant)
        return connection.execute(load_sql("reporting.close", name), {"tenant": tenant, **values}).fetchall()
