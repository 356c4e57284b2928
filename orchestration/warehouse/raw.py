"""The inputs of a build, as the schema `raw` of its database: the lake as views, everything small as tables."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow as pa

from ingest.lake.schemas import BOOK_LINE, REFUSED_ROW, STATEMENT_LINE
from reconcile import first_seen, rule_rows
from tieout import __version__
from tieout.workspace import Workspace


@dataclass(frozen=True)
class Run:
    """One run: its id, when it began, the day it is told as of (None: the latest in the data)."""

    run_id: str
    started_at: datetime
    as_of: date | None


# Files and extracts are numbered by two sequences: extracts from 2^23 on, so that they never meet.
_STATEMENTS = """
SELECT statements.file_id, statements.statement_no, statements.source, statements.account, statements.currency,
    statements.opening_balance AS opening, statements.closing_date, statements.closing_balance AS closing,
    current.file_id IS NOT NULL AS is_current
FROM ingest.statements AS statements
LEFT JOIN ingest.current_statements AS current USING (tenant_id, source, statement_key, version)
WHERE statements.tenant_id = %(tenant)s AND statements.source = ANY(%(sources)s)
UNION ALL
SELECT 8388608 + extract_id, 0, 'ledger', NULL, NULL, NULL, NULL, NULL, true
FROM orchestration.ledger_extracts WHERE tenant_id = %(tenant)s
"""

_FILES = """
SELECT files.file_id, files.source, files.kind, files.path, files.sha256, files.status, files.reason, files.rows,
    files.refused, files.received_at, files.lines_path, files.refused_path,
    NOT EXISTS (
        SELECT 1 FROM ingest.files AS later
        WHERE later.tenant_id = files.tenant_id AND later.source = files.source
            AND later.path = files.path AND later.file_id > files.file_id
    ) AS is_current
FROM ingest.files AS files
WHERE files.tenant_id = %(tenant)s AND files.source = ANY(%(sources)s)
UNION ALL
SELECT 8388608 + extract_id, 'ledger', 'book', lines_path, '', 'accepted', NULL, lines, 0, extracted_at, lines_path, NULL, true
FROM orchestration.ledger_extracts WHERE tenant_id = %(tenant)s
"""

_ACCOUNTS = """
SELECT 'ledger' AS book, entity_id, account_code, name AS account_name, type AS account_type
FROM ledger.accounts WHERE tenant_id = %(tenant)s
UNION ALL
SELECT source, entity_id, code, name, type
FROM ingest.book_accounts WHERE tenant_id = %(tenant)s AND source = ANY(%(sources)s)
"""

_STATEMENT_TYPES = {
    "file_id": pa.int64(),
    "statement_no": pa.int32(),
    "source": pa.string(),
    "account": pa.string(),
    "currency": pa.string(),
    "opening": pa.int64(),
    "closing_date": pa.date32(),
    "closing": pa.int64(),
    "is_current": pa.bool_(),
}
_FILE_TYPES = {
    "file_id": pa.int64(),
    "source": pa.string(),
    "kind": pa.string(),
    "path": pa.string(),
    "sha256": pa.string(),
    "status": pa.string(),
    "reason": pa.string(),
    "rows": pa.int64(),
    "refused": pa.int64(),
    "received_at": pa.timestamp("us", tz="UTC"),
    "lines_path": pa.string(),
    "refused_path": pa.string(),
    "is_current": pa.bool_(),
}
_ACCOUNT_TYPES = dict.fromkeys(("book", "entity_id", "account_code", "account_name", "account_type"), pa.string())


def load_raw(
    build: duckdb.DuckDBPyConnection, connection: psycopg.Connection[Any], workspace: Workspace, run: Run
) -> None:
    """Make the schema `raw` of a new build out of the manifest, the lake and the configuration."""
    config = workspace.config
    about = {"tenant": config.tenant, "sources": [source.id for source in config.sources]}
    files = _query(connection, _FILES, about, _FILE_TYPES)
    build.execute("CREATE SCHEMA raw")
    _store(build, "run", _run_row(config.tenant, run))
    _store(build, "files", files)
    _store(build, "statements", _query(connection, _STATEMENTS, about, _STATEMENT_TYPES))
    _store(build, "accounts", _query(connection, _ACCOUNTS, about, _ACCOUNT_TYPES))
    _store(build, "exceptions_seen", first_seen(connection, config.tenant))
    _store(build, "entities", _entities(workspace))
    _store(build, "currencies", _currencies(workspace))
    _store(build, "sources", _sources(workspace))
    for name, rows in rule_rows(config).items():
        _store(build, name, rows)
    lake = workspace.lake
    _view(build, "book_lines", BOOK_LINE, _located(lake, files, "lines_path", ("book",)))
    _view(build, "statement_lines", STATEMENT_LINE, _located(lake, files, "lines_path", ("statement",)))
    _view(build, "refused_rows", REFUSED_ROW, _located(lake, files, "refused_path", ("book", "statement")))


def _query(
    connection: psycopg.Connection[Any], sql: str, about: dict[str, Any], types: dict[str, pa.DataType]
) -> pa.Table:
    rows = connection.execute(sql.encode(), about).fetchall()
    columns = zip(*rows, strict=True) if rows else ([] for _ in types)
    arrays = [pa.array(list(values), kind) for values, kind in zip(columns, types.values(), strict=True)]
    return pa.Table.from_arrays(arrays, names=list(types))


def _store(build: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    build.register("incoming", rows)
    build.execute(f"CREATE TABLE raw.{name} AS SELECT * FROM incoming")
    build.unregister("incoming")


def _run_row(tenant: str, run: Run) -> pa.Table:
    schema = pa.schema(
        {
            "tenant_id": pa.string(),
            "run_id": pa.string(),
            "started_at": pa.timestamp("us", tz="UTC"),
            "today": pa.date32(),
            "as_of": pa.date32(),
            "tieout_version": pa.string(),
        }.items()
    )
    row = (tenant, run.run_id, run.started_at, run.started_at.date(), run.as_of, __version__)
    return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True))], schema=schema)


def _entities(workspace: Workspace) -> pa.Table:
    schema = pa.schema({"entity_id": pa.string(), "currency": pa.string(), "fiscal_year_start": pa.int32()}.items())
    rows = [
        {"entity_id": entity.id, "currency": entity.currency, "fiscal_year_start": entity.fiscal_year_start}
        for entity in workspace.config.entities
    ]
    return pa.Table.from_pylist(rows, schema=schema)


def _currencies(workspace: Workspace) -> pa.Table:
    """`unit` is one minor unit in major ones (0.01 for EUR): multiplying by it is exact on every engine."""
    schema = pa.schema(
        {
            "currency": pa.string(),
            "scale": pa.int32(),
            "unit": pa.decimal128(10, 9),
            "minor_per_major": pa.int64(),
        }.items()
    )
    rows = [
        {"currency": code, "scale": scale, "unit": Decimal(1).scaleb(-scale), "minor_per_major": 10**scale}
        for code, scale in sorted(workspace.currencies.scales().items())
    ]
    return pa.Table.from_pylist(rows, schema=schema)


def _sources(workspace: Workspace) -> pa.Table:
    schema = pa.schema(dict.fromkeys(("source", "kind", "format", "account_code"), pa.string()).items())
    rows = [
        {"source": source.id, "kind": source.kind, "format": source.format, "account_code": source.account}
        for source in workspace.config.sources
    ]
    return pa.Table.from_pylist([*rows, {"source": "ledger", "kind": "book", "format": "ledger"}], schema=schema)


def _view(build: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, located: pa.Table) -> None:
    """A view over Parquet files, with each row's file and source; an empty table where there are none."""
    if located.num_rows == 0:
        build.register("incoming", schema.empty_table())
        build.execute(
            f"CREATE TABLE raw.{name} AS"
            " SELECT *, CAST(NULL AS bigint) AS file_id, CAST(NULL AS varchar) AS source FROM incoming"
        )
        build.unregister("incoming")
        return
    _store(build, f"{name}_files", located)
    paths = ", ".join("'" + path.replace("'", "''") + "'" for path in located["location"].to_pylist())
    build.execute(
        f"CREATE VIEW raw.{name} AS"
        f" SELECT lines.* EXCLUDE (location), files.file_id, files.source"
        f" FROM read_parquet([{paths}], filename = 'location') AS lines"
        f" INNER JOIN raw.{name}_files AS files USING (location)"
    )


def _located(lake: Path, files: pa.Table, path_column: str, kinds: tuple[str, ...]) -> pa.Table:
    """Where the files of these kinds lie in the lake."""
    rows = [row for row in files.to_pylist() if row[path_column] and row["kind"] in kinds]
    return pa.table(
        {
            "location": pa.array([str(lake / row[path_column]) for row in rows], pa.string()),
            "file_id": pa.array([row["file_id"] for row in rows], pa.int64()),
            "source": pa.array([row["source"] for row in rows], pa.string()),
        }
    )
