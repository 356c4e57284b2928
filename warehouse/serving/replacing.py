"""A publication: one tenant's rows of every mart become those of a build, in one transaction.

The rows' tenant is the publisher, whatever a build says of itself: a publication cannot write into another tenant's
rows, not even where its login passes by row-level security.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql

from expectations import CheckResult
from tieout.errors import InputError
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql
from warehouse.serving.shape import STORAGE, Columns, fit, relations

_AUDIT_RESULTS = """
DROP TABLE IF EXISTS {table};
CREATE TABLE {table} (
    run_id text, suite text, expectation text, subject text, blocking boolean, outcome text, observed text,
    description text
)
"""
_ANNOUNCE = """
INSERT INTO published.publications (tenant_id, run_id, as_of, published_at)
SELECT %(tenant)s, run_id, as_of, published_at FROM {run}
ON CONFLICT (tenant_id) DO UPDATE
SET run_id = excluded.run_id, as_of = excluded.as_of, published_at = excluded.published_at
"""


def publish_schema(  # noqa: PLR0913 - a build, and all that its audit and publication add to it
    connection: psycopg.Connection[Any],
    *,
    tenant: str,
    built: str,
    run_id: str,
    results: Sequence[CheckResult],
    published_at: datetime,
) -> None:
    """Complete an audited build in schema `built` and make it what the tenant's readers see.

    The connection should have no transaction open: the tables' shape is then fitted in one of its own.
    """
    with connection.transaction():
        _complete(connection, built, run_id, results, published_at)
    replace_rows(connection, tenant, built)


def replace_rows(connection: psycopg.Connection[Any], tenant: str, built: str) -> None:
    """Replace the tenant's rows of every mart by those of the build; marts that it lacks are left without a row.

    Raises:
        InputError: the schema has no mart `run`, so it is no build.
    """
    with connection.transaction():
        marts = relations(connection, built)
    if "run" not in marts:
        raise InputError(f"schema {built} is no build: it has no mart `run`")
    fit(connection, marts)
    with connection.transaction():
        enter(connection, tenant)
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_key(tenant),))
        connection.execute(load_sql("ledger", "open_tenant"), {"tenant": tenant})
        for mart in relations(connection, STORAGE):
            connection.execute(
                sql.SQL("DELETE FROM {} WHERE tenant_id = %s").format(sql.Identifier(STORAGE, mart)), (tenant,)
            )
        for mart, columns in marts.items():
            connection.execute(_insertion(built, mart, columns), {"tenant": tenant})
        announcement = sql.SQL(_ANNOUNCE).format(run=sql.Identifier(built, "run"))
        connection.execute(announcement, {"tenant": tenant})


def published_run(connection: psycopg.Connection[Any], tenant: str) -> str | None:
    """The run whose marts PostgreSQL serves for the tenant; None before its first publication."""
    with connection.transaction():
        enter(connection, tenant)
        row = connection.execute("SELECT run_id FROM published.publications WHERE tenant_id = %s", (tenant,)).fetchone()
    return str(row[0]) if row else None


def _complete(
    connection: psycopg.Connection[Any],
    built: str,
    run_id: str,
    results: Sequence[CheckResult],
    published_at: datetime,
) -> None:
    table = sql.Identifier(built, "audit_results")
    connection.execute(sql.SQL(_AUDIT_RESULTS).format(table=table))
    rows = [
        (run_id, r.suite, r.expectation, r.subject, r.blocking, str(r.outcome), r.observed, r.description)
        for r in results
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql.SQL("INSERT INTO {} VALUES (%s, %s, %s, %s, %s, %s, %s, %s)").format(table), rows)
    connection.execute(sql.SQL("UPDATE {} SET published_at = %s").format(sql.Identifier(built, "run")), [published_at])


def _insertion(built: str, mart: str, columns: Columns) -> sql.Composed:
    own = [name for name in columns if name != "tenant_id"]
    return sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
        sql.Identifier(STORAGE, mart),
        sql.SQL(", ").join(map(sql.Identifier, ["tenant_id", *own])),
        sql.SQL(", ").join([sql.SQL("%(tenant)s"), *map(sql.Identifier, own)]),
        sql.Identifier(built, mart),
    )


def _key(tenant: str) -> int:
    return int.from_bytes(hashlib.sha256(f"publication {tenant}".encode()).digest()[:8], "big", signed=True)
