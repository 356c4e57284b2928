"""Closing a period, and opening it again.

Closing goes forward: what lies before must be closed or empty. Reopening goes back, the latest first, and says why.
Both wait for the postings under way; whoever posts meanwhile waits for them, and is then judged by what they decided.
"""

from datetime import date
from typing import Any, NamedTuple

import psycopg

from ledger.periods.days import FiscalPeriod
from ledger.periods.layout import extend, hold
from ledger.periods.listing import Period, states
from ledger.periods.timeline import Timeline, read_timeline
from ledger.posting import in_one_transaction
from tieout.errors import InputError
from tieout.sql import load_sql

_OUT_OF_ORDER = "LD012"


class PeriodState(NamedTuple):
    """The period as it stands now; `changed` is False where it stood so already (`by`, `at`: who did it, and when)."""

    period: Period
    changed: bool


def close(  # noqa: PLR0913, PLR0917 - which period, by whom and for which reason
    connection: psycopg.Connection[Any], tenant: str, entity: str, period: str, by: str, reason: str | None = None
) -> PeriodState:
    """Close a period with everything before it; nothing can be posted there any more.

    Durable on return, unless the caller has a transaction open.

    Args:
        connection: as the ledger's owner, or in a tenant's transaction.
        tenant: whose book.
        entity: whose period.
        period: `2026-01` (a month), `2026-P01` (weeks) or `2026-P13` (adjustments, after the year's last period).
        by: the person who closes; kept for ever.
        reason: why, if that is not plain; kept for ever.

    Raises:
        InputError: there is no such entity or period (the nearest is named), or an earlier period is open and holds
            journals (it is named).
    """

    def once() -> PeriodState:
        timeline, target = _found(connection, tenant, entity, period)
        before = states(connection, tenant, timeline, [target])[0]
        if before.status == "closed":
            return PeriodState(before, changed=False)
        return _move(connection, tenant, timeline, target, {"action": "close", "by": by, "reason": reason_text})

    _refuse_nobody(by)
    reason_text = (reason or "").strip() or None
    return in_one_transaction(connection, once)


def reopen(  # noqa: PLR0913, PLR0917 - which period, by whom and for which reason
    connection: psycopg.Connection[Any], tenant: str, entity: str, period: str, by: str, reason: str
) -> PeriodState:
    """Open a closed period again; those closed after it are reopened first. The reason is kept for ever.

    Raises:
        InputError: there is no such entity or period, it was never closed, or a later close stands on it (which is
            named).
    """

    def once() -> PeriodState:
        timeline, target = _found(connection, tenant, entity, period)
        before = states(connection, tenant, timeline, [target])[0]
        if before.status == "reopened":
            return PeriodState(before, changed=False)
        if before.status == "open":
            raise InputError(f"period {target.period} of entity '{entity}' is not closed: there is nothing to reopen")
        return _move(connection, tenant, timeline, target, {"action": "reopen", "by": by, "reason": reason})

    _refuse_nobody(by)
    if not reason.strip():
        raise InputError(f"period {period} is not reopened without a reason: say why")
    return in_one_transaction(connection, once)


def _found(connection: psycopg.Connection[Any], tenant: str, entity: str, period: str) -> tuple[Timeline, FiscalPeriod]:
    hold(connection, tenant, entity)
    timeline = read_timeline(connection, tenant, entity)
    return timeline, timeline.named(period)


def _move(
    connection: psycopg.Connection[Any],
    tenant: str,
    timeline: Timeline,
    target: FiscalPeriod,
    change: dict[str, str | None],
) -> PeriodState:
    extend(connection, tenant, timeline, target.ends)
    event = {"tenant": tenant, "entity": timeline.entity, "period": target.period, **change}
    try:
        connection.execute(load_sql("ledger", "period_move"), event)
    except psycopg.Error as error:
        first_day = error.diag.message_detail
        if error.sqlstate != _OUT_OF_ORDER or first_day is None:
            raise
        raise _comes_first(timeline, target, date.fromisoformat(first_day)) from None
    return PeriodState(states(connection, tenant, timeline, [target])[0], changed=True)


def _comes_first(timeline: Timeline, target: FiscalPeriod, first_day: date) -> InputError:
    """The calendar names the open period that holds the earliest journal, though it is not laid out yet."""
    year = timeline.year_at(first_day)
    first = next(
        period
        for period in year
        if period.starts <= first_day <= period.ends and period.adjustment == target.adjustment
    )
    return InputError(
        f"period {first.period} of entity '{timeline.entity}' is open, holds journals and must be closed before"
        f" {target.period}"
    )


def _refuse_nobody(by: str) -> None:
    if not by.strip():
        raise InputError("a period is closed and reopened by somebody: say who")
