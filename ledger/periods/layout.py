"""Laying out periods: a fiscal year's days written into the book, where they stand for good."""

from datetime import UTC, date, datetime
from typing import Any

import psycopg

from ledger.periods.days import ONE_DAY, FiscalPeriod
from ledger.periods.timeline import Timeline, read_timeline
from ledger.posting import in_one_transaction
from tieout.errors import InputError
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql

MOST_YEARS = 50
"""A period farther away is taken for a slip: laid-out years are for good, and one from 2962 could not be taken back."""


def lay_out(connection: psycopg.Connection[Any], tenant: str, entity: str, day: date) -> None:
    """Lay out the fiscal year around a day, so that an adjustment can be posted before any close; safe to repeat.

    Closing does this by itself. From then on the year's calendar is fixed.

    Raises:
        InputError: there is no such entity.
    """

    def once() -> None:
        hold(connection, tenant, entity)
        extend(connection, tenant, read_timeline(connection, tenant, entity), day)

    in_one_transaction(connection, once)


def hold(connection: psycopg.Connection[Any], tenant: str, entity: str) -> None:
    """Wait for the postings under way, and let new ones wait until the caller's transaction ends."""
    enter(connection, tenant)
    connection.execute("SELECT ledger.hold_periods(%s, %s)", (tenant, entity))


def extend(connection: psycopg.Connection[Any], tenant: str, timeline: Timeline, day: date) -> None:
    """Lay out the years up to the one around `day`, within the caller's transaction, which holds the periods.

    Raises:
        InputError: the day is so far from the periods that it must be a slip.
    """
    first_day, last_day = (timeline.laid[0].starts, timeline.laid[-1].ends) if timeline.laid else (_today(), _today())
    if not first_day.year - MOST_YEARS <= day.year <= last_day.year + MOST_YEARS:
        raise InputError(
            f"{day} is more than {MOST_YEARS} years away from the periods of entity '{timeline.entity}': is it a slip?"
        )
    while not timeline.covers(day):
        timeline = _insert(connection, tenant, timeline, timeline.year_at(_next_to_lay(timeline, day)))
    _insert(connection, tenant, timeline, timeline.year_at(day))


def _today() -> date:
    return datetime.now(UTC).date()


def _next_to_lay(timeline: Timeline, day: date) -> date:
    if not timeline.laid:
        return day
    first_day, last_day = timeline.laid[0].starts, timeline.laid[-1].ends
    return last_day + ONE_DAY if day > last_day else first_day - ONE_DAY


def _insert(connection: psycopg.Connection[Any], tenant: str, timeline: Timeline, year: list[FiscalPeriod]) -> Timeline:
    missing = [period for period in year if period not in timeline.laid]
    if not missing:
        return timeline
    connection.execute(
        load_sql("ledger", "period_lay_out"),
        {
            "tenant": tenant,
            "entity": timeline.entity,
            "periods": [period.period for period in missing],
            "fiscal_years": [period.fiscal_year for period in missing],
            "starts": [period.starts for period in missing],
            "ends": [period.ends for period in missing],
            "adjustments": [period.adjustment for period in missing],
        },
    )
    laid = sorted([*timeline.laid, *missing], key=lambda period: (period.ends, period.adjustment))
    return timeline._replace(laid=laid)
