"""Which days are closed, and since when: what was received later is late for them."""

from datetime import date, datetime
from typing import Any, NamedTuple

import psycopg

from tieout.postgres.tenancy import enter
from tieout.sql import load_sql


class ClosedDays(NamedTuple):
    """Days that one close closed: those after `after_day` (None: all before) up to and with `last_day`."""

    entity: str
    period: str
    after_day: date | None
    last_day: date
    closed_at: datetime
    closed_by: str


def closed_days(connection: psycopg.Connection[Any], tenant: str) -> list[ClosedDays]:
    """Every closed day of a tenant's entities, by the close that still holds for it; adjustments stand apart."""
    with connection.transaction():
        enter(connection, tenant)
        rows = connection.execute(load_sql("ledger", "period_closed_days"), {"tenant": tenant}).fetchall()
    return [ClosedDays(*row) for row in rows]
