"""The shape of the published tables, which follows the contract of what is published.

A mart that is new gets its table, a column that is new is added, a type that changed is changed, and the view is made
anew: in one short transaction before any row is touched, so that readers are never locked out for the length of a
publication. A column that a contract no longer has stays in the table, where rows of other tenants may still fill it,
and is gone from the view.
"""

from typing import Any, NamedTuple

import psycopg
from psycopg import sql
from psycopg.errors import LockNotAvailable

from tieout.errors import ServiceUnreachable

STORAGE, VIEWS = "published", "marts"
_ANNOUNCED = "publications"
_LOCK = 7_415_004
_PATIENCE = "10s"

_RELATIONS = """
SELECT
    relation.relname, attribute.attname,
    CASE attribute.atttypid
        WHEN 'varchar'::regtype THEN 'text' ELSE format_type(attribute.atttypid, attribute.atttypmod)
    END
FROM pg_attribute AS attribute
JOIN pg_class AS relation ON relation.oid = attribute.attrelid
JOIN pg_namespace AS place ON place.oid = relation.relnamespace
WHERE place.nspname = %(schema)s AND relation.relkind IN ('r', 'p', 'v', 'm')
    AND attribute.attnum > 0 AND NOT attribute.attisdropped AND relation.relname <> %(announced)s
ORDER BY relation.relname, attribute.attnum
"""

Columns = dict[str, str]
"""Column → PostgreSQL type, in the contract's order."""


class Change(NamedTuple):
    """What keeps a mart from being published: how it is stored (None: not yet) and how it is shown."""

    mart: str
    required: Columns
    stored: Columns | None
    shown: Columns | None

    @property
    def new_types(self) -> Columns:
        """Columns whose type is another one now."""
        stored = self.stored or {}
        return {name: kind for name, kind in self.required.items() if stored.get(name, kind) != kind}

    @property
    def view_must_go(self) -> bool:
        """A view can be replaced, its readers' rights kept, only where columns are added at its end."""
        shown = list((self.shown or {}).items())
        return bool(self.new_types) or shown != list(self.required.items())[: len(shown)]


def relations(connection: psycopg.Connection[Any], schema: str) -> dict[str, Columns]:
    """Every table and view of a schema with its columns, by name."""
    found: dict[str, Columns] = {}
    for relation, column, kind in connection.execute(_RELATIONS, {"schema": schema, "announced": _ANNOUNCED}):
        found.setdefault(relation, {})[column] = kind
    return found


def fit(connection: psycopg.Connection[Any], required: dict[str, Columns]) -> None:
    """Make tables and views able to take these marts; nothing is locked where they are.

    Raises:
        ServiceUnreachable: long queries, or another tenant's publication, keep the tables from being changed: whoever
            waits for such a lock keeps new readers waiting too, so it is not waited for long.
    """
    try:
        _fit(connection, required)
    except LockNotAvailable:
        raise ServiceUnreachable(
            "the published tables need new columns and are in use: try again when long queries have ended"
        ) from None


def _fit(connection: psycopg.Connection[Any], required: dict[str, Columns]) -> None:
    with connection.transaction():
        if not _changes(connection, required):
            return
        connection.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(_PATIENCE))
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        for change in _changes(connection, required):
            _apply(connection, change)


def _changes(connection: psycopg.Connection[Any], required: dict[str, Columns]) -> list[Change]:
    stored, shown = relations(connection, STORAGE), relations(connection, VIEWS)
    changes = [Change(mart, columns, stored.get(mart), shown.get(mart)) for mart, columns in sorted(required.items())]
    return [each for each in changes if each.stored is None or _differs(each)]


def _differs(change: Change) -> bool:
    missing = change.required.keys() - (change.stored or {}).keys()
    return bool(missing or change.new_types) or list((change.shown or {}).items()) != list(change.required.items())


def _apply(connection: psycopg.Connection[Any], change: Change) -> None:
    table, view = sql.Identifier(STORAGE, change.mart), sql.Identifier(VIEWS, change.mart)
    if change.shown is not None and change.view_must_go:
        connection.execute(sql.SQL("DROP VIEW {}").format(view))
    if change.stored is None:
        _create(connection, change, table)
    else:
        _widen(connection, change, table)
    columns = sql.SQL(", ").join(map(sql.Identifier, change.required))
    connection.execute(
        sql.SQL("CREATE OR REPLACE VIEW {} WITH (security_invoker = true) AS SELECT {} FROM {}").format(
            view, columns, table
        )
    )
    connection.execute(sql.SQL("GRANT SELECT ON {} TO tieout_app, tieout_auditor").format(view))


def _create(connection: psycopg.Connection[Any], change: Change, table: sql.Identifier) -> None:
    columns = [_declared(name, kind) for name, kind in change.required.items() if name != "tenant_id"]
    tenant = sql.SQL('tenant_id text COLLATE "C" NOT NULL')
    connection.execute(sql.SQL("CREATE TABLE {} ({})").format(table, sql.SQL(", ").join([tenant, *columns])))
    connection.execute(sql.SQL("CREATE INDEX ON {} (tenant_id)").format(table))
    connection.execute("SELECT ledger.isolate(%s::regclass)", (table.as_string(connection),))
    connection.execute(sql.SQL("GRANT SELECT ON {} TO tieout_auditor").format(table))


def _widen(connection: psycopg.Connection[Any], change: Change, table: sql.Identifier) -> None:
    stored = change.stored or {}
    for name, kind in change.required.items():
        if name not in stored:
            connection.execute(sql.SQL("ALTER TABLE {} ADD COLUMN {}").format(table, _declared(name, kind)))
    for name, kind in change.new_types.items():
        connection.execute(
            sql.SQL("ALTER TABLE {} ALTER COLUMN {column} TYPE {kind} USING {column}::{plain}").format(
                table,
                column=sql.Identifier(name),
                kind=sql.SQL(_collated(kind)),
                plain=sql.SQL(kind),
            )
        )


def _declared(name: str, kind: str) -> sql.Composed:
    return sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(_collated(kind)))


def _collated(kind: str) -> str:
    """Text sorts by its bytes, as it does in the DuckDB marts."""
    return f'{kind} COLLATE "C"' if kind == "text" else kind
