"""When each exception was first published, and when it went and came back: recorded at each publication."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import psycopg

from reconcile.casework.session import ANALYZE, MANY_EVENTS
from tieout.sql import load_sql

FIRST_SEEN = "SELECT exception_id, first_seen_at FROM reconcile.exceptions_seen WHERE tenant_id = %(tenant)s"
"""Every exception that was ever published for the tenant, with when it first was."""


def record_published(
    connection: psycopg.Connection[Any], tenant: str, run_id: str, exception_ids: Iterable[str], at: datetime
) -> None:
    """Record the exceptions that a run published: those published before keep the date on which they first were.

    One that the run no longer lists is an event (`gone`), and so is one that was resolved and is listed again
    (`returned`): it is then reopened, with its history.

    Args:
        at: when the run began; what people decided later than that is left as it is.
    """
    with connection.transaction():
        connection.execute('CREATE TEMP TABLE published_now (exception_id text COLLATE "C") ON COMMIT DROP')
        with connection.cursor() as cursor, cursor.copy("COPY published_now FROM STDIN") as copy:
            for exception_id in exception_ids:
                copy.write_row((exception_id,))
        connection.execute("ANALYZE published_now")
        connection.execute("SELECT reconcile.one_at_a_time()")
        written = connection.execute(
            load_sql("reconcile.casework", "gone_and_returned"), {"tenant": tenant, "run_id": run_id, "at": at}
        )
        if written.rowcount >= MANY_EVENTS:
            connection.execute(ANALYZE)
        connection.execute(
            "INSERT INTO reconcile.exceptions_seen (tenant_id, exception_id, first_seen_at, run_id)"
            " SELECT %s, exception_id, %s, %s FROM published_now ON CONFLICT DO NOTHING",
            (tenant, at, run_id),
        )
