"""What PostgreSQL's catalogs say of the schema: the tests of tenancy hold for tables that later migrations add, too."""

import psycopg
import pytest

TABLES = "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1"
COLUMNS = (
    "SELECT attname FROM pg_attribute"
    " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"
)


def names(connection, query, *arguments):
    return [row[0] for row in connection.execute(query, arguments).fetchall()]


def tables(connection):
    return names(connection, TABLES)


def columns(connection, table):
    return names(connection, COLUMNS, table)


def copy_as(table, columns, source, target):
    """SQL that inserts a copy of one of the `source` tenant's rows as the `target` tenant's."""
    listed = ", ".join(columns)
    return (
        f"INSERT INTO {table} ({listed}) SELECT {listed} FROM jsonb_populate_record(NULL::{table},"
        f" (SELECT to_jsonb(own) FROM {table} AS own WHERE tenant_id = '{source}' LIMIT 1)"
        f' || \'{{"tenant_id": "{target}"}}\')'
    )


def refused(error=psycopg.errors.InsufficientPrivilege, match=None):
    """Whatever the block does, PostgreSQL refuses it."""
    return pytest.raises(error, match=match)
