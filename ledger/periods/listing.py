"""How the periods stand: open, closed or reopened, and by whom, when and why."""

from datetime import UTC, date, datetime
from itertools import takewhile
from typing import Any, NamedTuple

import psycopg

from ledger.periods.days import ONE_DAY, FiscalPeriod
from ledger.periods.timeline import Timeline, read_timeline
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql


class Period(NamedTuple):
    """A period and its last change; `by`, `at` and `reason` are None for one that was never closed.

    `status` is open, closed or reopened (open again). An empty period may have been closed together with a later one.
    """

    period: str
    fiscal_year: int
    starts: date
    ends: date
    adjustment: bool
    status: str
    by: str | None
    at: datetime | None
    reason: str | None


def periods(connection: psycopg.Connection[Any], tenant: str, entity: str) -> list[Period]:
    """An entity's periods from its first one, through the fiscal year that today (UTC) belongs to.

    The first is the first that is laid out; where none is, that of the earliest journal.

    Raises:
        InputError: there is no such entity.
    """
    with connection.transaction():
        enter(connection, tenant)
        timeline = read_timeline(connection, tenant, entity)
        return states(connection, tenant, timeline, _all_of(connection, tenant, timeline))


def locked_with(connection: psycopg.Connection[Any], tenant: str, entity: str, closed: Period) -> list[str]:
    """The earlier periods that the close of a period locked with it, because they were open and held no journal.

    In their order; none for a period that is not closed.

    Raises:
        InputError: there is no such entity.
    """
    before = takewhile(lambda each: each.period != closed.period, periods(connection, tenant, entity))
    return [
        each.period for each in before if closed.status == "closed" and (each.by, each.at) == (closed.by, closed.at)
    ]


def period_of(connection: psycopg.Connection[Any], tenant: str, entity: str, day: date) -> Period:
    """The period that a day belongs to, as it stands.

    Raises:
        InputError: there is no such entity.
    """
    with connection.transaction():
        enter(connection, tenant)
        timeline = read_timeline(connection, tenant, entity)
        return states(connection, tenant, timeline, [timeline.at(day)])[0]


def periods_through(
    connection: psycopg.Connection[Any], tenant: str, entity: str, first: date, last: date
) -> list[FiscalPeriod]:
    """The periods of every fiscal year from the one around `first` to the one around `last`, in their order.

    Laid-out ones as the book has them, the others as the calendar will give them.

    Raises:
        InputError: the tenant has no such entity.
    """
    with connection.transaction():
        enter(connection, tenant)
        return _years(read_timeline(connection, tenant, entity), first, last)


def states(
    connection: psycopg.Connection[Any], tenant: str, timeline: Timeline, shown: list[FiscalPeriod]
) -> list[Period]:
    """Each period with its latest change, in the order given, within the caller's transaction."""
    rows = connection.execute(
        load_sql("ledger", "period_states"),
        {
            "tenant": tenant,
            "entity": timeline.entity,
            "periods": [period.period for period in shown],
            "ends": [period.ends for period in shown],
            "adjustments": [period.adjustment for period in shown],
        },
    ).fetchall()
    changes = {name: ("closed" if closed else "reopened", *change) for name, closed, *change in rows}
    return [Period(*period, *changes.get(period.period, ("open", None, None, None))) for period in shown]


def _all_of(connection: psycopg.Connection[Any], tenant: str, timeline: Timeline) -> list[FiscalPeriod]:
    today = datetime.now(UTC).date()
    first_day = _first_day(connection, tenant, timeline) or today
    return _years(timeline, first_day, max([today, *(period.ends for period in timeline.laid[-1:])]))


def _years(timeline: Timeline, first_day: date, last_day: date) -> list[FiscalPeriod]:
    found: list[FiscalPeriod] = []
    day = first_day
    while day <= last_day:
        found += timeline.year_at(day)
        day = max(period.ends for period in found) + ONE_DAY
    return found


def _first_day(connection: psycopg.Connection[Any], tenant: str, timeline: Timeline) -> date | None:
    if timeline.laid:
        return timeline.laid[0].starts
    found = connection.execute(
        load_sql("ledger", "period_first_day"), {"tenant": tenant, "entity": timeline.entity}
    ).fetchone()
    return found[0] if found else None
