"""When each exception was first published, and when it went and came back: remembered at each publication."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import psycopg

from reconcile.casework.desk import ANALYZE, MANY
from tieout.sql import load_sql

FIRST_SEEN = "SELECT exception_id, first_seen_at FROM reconcile.exceptions_seen WHERE tenant_id = %(tenant)s"
"""Every exception that was ever published for the tenant, with when it first was."""


def remember(
    connection: psycopg.Connection[Any], tenant: str, run_id: str, exception_ids: Iterable[str], at: datetime
) -> None:
    """Note the exceptions of a published run that began `at`; those already known keep their first date.

    One that the run lists no more is an event (`gone`), and so is one that was resolved and is listed again
    (`returned`): it is then reopened, with its history.
    """
    with connection.transaction():
        connection.execute('CREATE TEMP TABLE seen_now (exception_id text COLLATE "C") ON COMMIT DROP')
        with connection.cursor() as cursor, cursor.copy("COPY seen_now FROM STDIN") as copy:
            for exception_id in exception_ids:
                copy.write_row((exception_id,))
        connection.execute("ANALYZE seen_now")
        connection.execute("SELECT reconcile.one_at_a_time()")
        found = connection.execute(
            load_sql("reconcile.casework", "sightings"), {"tenant": tenant, "run_id": run_id, "at": at}
        )
        if found.rowcount >= MANY:
            connection.execute(ANALYZE)
        connection.execute(
            "INSERT INTO reconcile.exceptions_seen (tenant_id, exception_id, first_seen_at, run_id)"
            " SELECT %s, exception_id, %s, %s FROM seen_now ON CONFLICT DO NOTHING",
            (tenant, at, run_id),
        )
