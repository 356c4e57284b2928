"""Which calendar an entity has: brought in from tieout.yml, read back from the book.

A changed calendar never moves a period that is laid out already. It begins on the day after the last laid-out year, and
the year between the two is as short as it must be.
"""

from collections.abc import Mapping
from typing import Any

import psycopg

from tieout.config.calendars import FiscalCalendar
from tieout.errors import InputError
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql
from tieout.suggestions import did_you_mean


def set_calendars(connection: psycopg.Connection[Any], tenant: str, calendars: Mapping[str, FiscalCalendar]) -> int:
    """Give entities their calendars, within the caller's transaction; how many were new. Each change is an event."""
    enter(connection, tenant)
    return connection.execute(
        load_sql("ledger", "period_calendars"),
        {
            "tenant": tenant,
            "entities": list(calendars),
            "kinds": [calendar.kind for calendar in calendars.values()],
            "boundaries": [calendar.boundary for calendar in calendars.values()],
            "adjustment_periods": [calendar.adjustment_period for calendar in calendars.values()],
        },
    ).rowcount


def calendar_of(connection: psycopg.Connection[Any], tenant: str, entity: str) -> FiscalCalendar:
    """The entity's calendar.

    Raises:
        InputError: the tenant has no such entity; the nearest id is named.
    """
    found = connection.execute(load_sql("ledger", "period_calendar"), {"tenant": tenant, "entity": entity}).fetchone()
    if found is None:
        rows = connection.execute("SELECT entity_id FROM ledger.entities WHERE tenant_id = %s", (tenant,)).fetchall()
        raise InputError(f"unknown entity '{entity}': {did_you_mean(entity, [name for (name,) in rows])}")
    kind, boundary, adjustment_period = found
    return FiscalCalendar.of(kind, boundary, adjustment_period=adjustment_period)
