"""The inputs of a build, as the schema `raw` of its database: the lake as views, everything small as tables."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow as pa

from ingest.lake import snapshot
from ingest.lake.schemas import BOOK_LINE, REFUSED_ROW, STATEMENT_LINE
from ledger.tenancy import enter
from reconcile import first_seen, rule_rows
from tieout import __version__
from tieout.errors import InputError
from tieout.workspace import Workspace


@dataclass(frozen=True)
class Run:
    """One run: its id, when it began, and the day that everything is told as of."""

    run_id: str
    started_at: datetime
    as_of: date


# Files and extracts are numbered by two sequences: extracts from 2^23 on, so that they never meet.
_STATEMENTS = f"""
{snapshot.STATEMENTS}
UNION ALL
SELECT 8388608 + extract_id, 0, 'ledger', NULL, NULL, NULL, NULL, NULL, true
FROM orchestration.ledger_extracts WHERE tenant_id = %(tenant)s
"""

_FILES = f"""
{snapshot.FILES}
UNION ALL
SELECT 8388608 + extract_id, 'ledger', 'book', lines_path, '', 'accepted', NULL, lines, 0, extracted_at, lines_path,
    NULL, true
FROM orchestration.ledger_extracts WHERE tenant_id = %(tenant)s
"""

_ACCOUNTS = f"""
SELECT 'ledger' AS book, entity_id, account_code, name AS account_name, type AS account_type
FROM ledger.accounts WHERE tenant_id = %(tenant)s
UNION ALL
{snapshot.BOOK_ACCOUNTS}
"""

_TEXT = "VARCHAR"
_STATEMENT_COLUMNS = {
    "file_id": "BIGINT",
    "statement_no": "INTEGER",
    "source": _TEXT,
    "account": _TEXT,
    "currency": _TEXT,
    "opening": "BIGINT",
    "closing_date": "DATE",
    "closing": "BIGINT",
    "is_current": "BOOLEAN",
}
_FILE_COLUMNS = {
    "file_id": "BIGINT",
    "source": _TEXT,
    "kind": _TEXT,
    "path": _TEXT,
    "sha256": _TEXT,
    "status": _TEXT,
    "reason": _TEXT,
    "rows": "BIGINT",
    "refused": "BIGINT",
    "received_at": "TIMESTAMPTZ",
    "lines_path": _TEXT,
    "refused_path": _TEXT,
    "is_current": "BOOLEAN",
}
_ACCOUNT_COLUMNS = dict.fromkeys(("book", "entity_id", "account_code", "account_name", "account_type"), _TEXT)
_RUN_COLUMNS = {
    "tenant_id": _TEXT,
    "run_id": _TEXT,
    "started_at": "TIMESTAMPTZ",
    "as_of": "DATE",
    "tieout_version": _TEXT,
}
_ENTITY_COLUMNS = {"entity_id": _TEXT, "currency": _TEXT, "fiscal_year_start": "INTEGER"}
_CURRENCY_COLUMNS = {
    "currency": _TEXT,
    "scale": "INTEGER",
    "unit": "DECIMAL(10, 9)",  # one minor unit in major ones: multiplying by it is exact on every engine
    "minor_per_major": "BIGINT",
}
_SOURCE_COLUMNS = dict.fromkeys(("source", "kind", "format", "account_code"), _TEXT)
_SEEN_COLUMNS = {"exception_id": _TEXT, "first_seen_at": "TIMESTAMPTZ"}
_LOCATION_COLUMNS = {"location": _TEXT, "file_id": "BIGINT", "source": _TEXT}

Rows = Sequence[Sequence[object]]


def load_raw(
    inputs: duckdb.DuckDBPyConnection, connection: psycopg.Connection[Any], workspace: Workspace, run: Run
) -> None:
    """Make the schema `raw` of a new build out of the manifest, the lake and the configuration."""
    config = workspace.config
    about = {"tenant": config.tenant, "sources": [source.id for source in config.sources]}
    with connection.transaction():
        enter(connection, config.tenant)
        files = connection.execute(_FILES.encode(), about).fetchall()
        statements = connection.execute(_STATEMENTS.encode(), about).fetchall()
        accounts = connection.execute(_ACCOUNTS.encode(), about).fetchall()
        seen = first_seen(connection, config.tenant)
    inputs.execute("CREATE SCHEMA raw")
    store_rows(inputs, "run", _RUN_COLUMNS, [(config.tenant, run.run_id, run.started_at, run.as_of, __version__)])
    store_rows(inputs, "files", _FILE_COLUMNS, files)
    store_rows(inputs, "statements", _STATEMENT_COLUMNS, statements)
    store_rows(inputs, "accounts", _ACCOUNT_COLUMNS, accounts)
    store_rows(inputs, "exceptions_seen", _SEEN_COLUMNS, seen)
    entities = [(entity.id, entity.currency, entity.calendar.first_month) for entity in config.entities]
    store_rows(inputs, "entities", _ENTITY_COLUMNS, entities)
    store_rows(inputs, "currencies", _CURRENCY_COLUMNS, _currencies(workspace))
    store_rows(inputs, "sources", _SOURCE_COLUMNS, _sources(workspace))
    for name, rule in rule_rows(config).items():
        store_rows(inputs, name, rule.columns, rule.rows)
    lake = workspace.lake
    _view(inputs, "book_lines", BOOK_LINE, _located(lake, files, "lines_path", ("book",)))
    _view(inputs, "statement_lines", STATEMENT_LINE, _located(lake, files, "lines_path", ("statement",)))
    _view(inputs, "refused_rows", REFUSED_ROW, _located(lake, files, "refused_path", ("book", "statement")))


def store_rows(inputs: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], rows: Rows) -> None:
    """Make the table `raw.<name>` of some rows, by way of JSON lines.

    Not by way of pyarrow or bound parameters: given Python lists, both import pandas, a second and more for nothing.
    """
    typed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    inputs.execute(f"CREATE TABLE raw.{name} ({typed})")
    if not rows:
        return
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as lines:
        for row in rows:
            lines.write(json.dumps(dict(zip(columns, row, strict=True)), default=str) + "\n")
        lines.flush()
        kinds = ", ".join(f"{column}: '{kind}'" for column, kind in columns.items())
        inputs.execute(
            f"INSERT INTO raw.{name}"
            f" SELECT * FROM read_json('{lines.name}', format = 'newline_delimited', columns = {{{kinds}}})"
        )


def _currencies(workspace: Workspace) -> Rows:
    scales = sorted(workspace.currencies.scales().items())
    return [(code, scale, f"{Decimal(1).scaleb(-scale):f}", 10**scale) for code, scale in scales]


def _sources(workspace: Workspace) -> Rows:
    sources = [(source.id, source.kind, source.format, source.account) for source in workspace.config.sources]
    return [*sources, ("ledger", "book", "ledger", None)]


def _view(inputs: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, located: Rows) -> None:
    """A view over Parquet files, with each row's file and source; an empty table where there are none."""
    if not located:
        inputs.register("none", schema.empty_table())
        inputs.execute(
            f"CREATE TABLE raw.{name} AS"
            " SELECT *, CAST(NULL AS bigint) AS file_id, CAST(NULL AS varchar) AS source FROM none"
        )
        inputs.unregister("none")
        return
    store_rows(inputs, f"{name}_files", _LOCATION_COLUMNS, located)
    paths = ", ".join("'" + str(path).replace("'", "''") + "'" for path, _, _ in located)
    inputs.execute(
        f"CREATE VIEW raw.{name} AS"
        f" SELECT lines.* EXCLUDE (location), files.file_id, files.source"
        f" FROM read_parquet([{paths}], filename = 'location') AS lines"
        f" INNER JOIN raw.{name}_files AS files USING (location)"
    )


def _located(lake: Path, files: Rows, path_column: str, kinds: tuple[str, ...]) -> Rows:
    """Where the files of these kinds lie in the lake; raises InputError when one that counts is not there."""
    named = [dict(zip(_FILE_COLUMNS, row, strict=True)) for row in files]
    counted = [file for file in named if file[path_column] and file["kind"] in kinds]
    for file in counted:
        if not (lake / str(file[path_column])).is_file():
            raise InputError(
                f"{lake / str(file[path_column])} counts but is not there: restore it from a backup;"
                " or another workspace of the same tenant uses this PostgreSQL, then give this one its own tenant"
            )
    return [(str(lake / str(file[path_column])), file["file_id"], file["source"]) for file in counted]
