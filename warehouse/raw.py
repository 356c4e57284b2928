"""What a build is given: everything small as tables (schema `raw`), the lake as views of its version (`lake`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import psycopg

from ingest.lake import snapshot
from ingest.rates import read_rates
from ledger.periods import closed_days
from reconcile import FIRST_SEEN, casework_tables, rule_rows
from reporting.raw_tables import reporting_tables
from tieout import __version__
from tieout.postgres.tenancy import enter
from tieout.workspace import Workspace
from warehouse.line_owners import load_line_owners, statement_owners
from warehouse.lines import LAKE, load_lines, load_match_log, load_time
from warehouse.periods import load_periods
from warehouse.previous import NO_DECISIONS, Previous, load_previous
from warehouse.rows import Query, RawTable, Rows, store_query, store_rows


@dataclass(frozen=True)
class Run:
    """One run: its id, when it began, and the day that everything is as of."""

    run_id: str
    started_at: datetime
    as_of: date
    effective_to: date | None = None
    """Leave out what is dated later: the books as of a day."""
    known_at: datetime | None = None
    """Leave out what was recorded or received later: the books as they were known then."""


# Files and extracts are numbered by two sequences: extracts from 2^23 on, so that they never meet.
_STATEMENTS = f"""
{snapshot.STATEMENTS}
UNION ALL
SELECT 8388608 + extract_id, 0, 'ledger', NULL, NULL, NULL, NULL, NULL, NULL, NULL, lines_path, false, true
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
    "kind": _TEXT,
    "account": _TEXT,
    "currency": _TEXT,
    "opening_date": "DATE",
    "opening": "BIGINT",
    "closing_date": "DATE",
    "closing": "BIGINT",
    "statement_key": _TEXT,
    "was_read_anew": "BOOLEAN",
    "is_current": "BOOLEAN",
}
_OWNER_COLUMNS = {"account_code": _TEXT, "entity_id": _TEXT}
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
    "effective_to": "DATE",
    "known_at": "TIMESTAMPTZ",
}
_ENTITY_COLUMNS = {"entity_id": _TEXT, "currency": _TEXT, "fiscal_year_start": "INTEGER"}
_CURRENCY_COLUMNS = {
    "currency": _TEXT,
    "scale": "INTEGER",
    "unit": "DECIMAL(10, 9)",  # one minor unit in major ones: multiplying by it is exact on every engine
    "minor_per_major": "BIGINT",
}
_SOURCE_COLUMNS = {
    **dict.fromkeys(("source", "kind", "format", "account_code"), _TEXT),
    "is_bank": "BOOLEAN",
    "restates": "BOOLEAN",  # of a book: a later file's content of a journal counts
    "ids_by_kind": "BOOLEAN",  # of a book: journals of two kinds may have one id
}
_SEEN_COLUMNS = {"exception_id": _TEXT, "first_seen_at": "TIMESTAMPTZ"}
_CLOSED_COLUMNS = {
    "entity_id": _TEXT,
    "period": _TEXT,
    "after_day": "DATE",  # the first closed day is the one after it; null: all before
    "last_day": "DATE",
    "closed_at": "TIMESTAMPTZ",
    "closed_by": _TEXT,
}


def load_raw(
    inputs: duckdb.DuckDBPyConnection,
    connection: psycopg.Connection[Any],
    workspace: Workspace,
    run: Run,
    previous: Previous = NO_DECISIONS,
) -> None:
    """Make the inputs of a new build: the manifest, the lake, the configuration, and what was decided before.

    `inputs` is a connection as `BuildFiles.loading` opens it: the version that is to be built is attached.
    """
    config = workspace.config
    about = {
        "tenant": config.tenant,
        "sources": [source.id for source in config.sources],
        "known_at": run.known_at or "infinity",
    }
    with connection.transaction():
        enter(connection, config.tenant)
        files = connection.execute(_FILES.encode(), about).fetchall()
        statements = connection.execute(_STATEMENTS.encode(), about).fetchall()
        accounts = connection.execute(_ACCOUNTS.encode(), about).fetchall()
        closed = closed_days(connection, config.tenant)
        cases = casework_tables(connection, config.tenant)
    inputs.execute(f"CREATE SCHEMA raw; CREATE SCHEMA {LAKE}")
    load_previous(inputs, previous)
    load_match_log(inputs, workspace.lake, previous.log)
    load_time(inputs, run.effective_to, run.known_at)
    about_run = (run.run_id, run.started_at, run.as_of, __version__, run.effective_to, run.known_at)
    store_rows(inputs, "run", _RUN_COLUMNS, [(config.tenant, *about_run)])
    store_rows(inputs, "files", _FILE_COLUMNS, files)
    owners = statement_owners(config, (dict(zip(_STATEMENT_COLUMNS, each, strict=True)) for each in statements))
    owned = [(*each, *owner) for each, owner in zip(statements, owners, strict=True)]
    store_rows(inputs, "statements", {**_STATEMENT_COLUMNS, **_OWNER_COLUMNS}, owned)
    store_rows(inputs, "accounts", _ACCOUNT_COLUMNS, accounts)
    store_query(inputs, "exceptions_seen", _SEEN_COLUMNS, connection, Query(FIRST_SEEN, about))
    store_rows(inputs, "closed_periods", _CLOSED_COLUMNS, closed)
    read_rates(inputs, workspace, "raw.rates")
    read_rates(inputs, workspace, "raw.average_rates", "average")
    entities = [(each.id, each.currency, each.calendar.first_month) for each in config.entities]
    store_rows(inputs, "entities", _ENTITY_COLUMNS, entities)
    store_rows(inputs, "currencies", _CURRENCY_COLUMNS, _currencies(workspace))
    store_rows(inputs, "sources", _SOURCE_COLUMNS, _sources(workspace))
    for tables in (rule_rows(config), cases, reporting_tables(workspace, connection)):
        _store_tables(inputs, tables)
    load_lines(inputs, workspace.lake, [dict(zip(_FILE_COLUMNS, file, strict=True)) for file in files], config)
    load_line_owners(inputs, workspace)
    load_periods(inputs, connection, config, run.as_of)


def _store_tables(inputs: duckdb.DuckDBPyConnection, tables: Mapping[str, RawTable]) -> None:
    for name, table in tables.items():
        store_rows(inputs, name, table.columns, table.rows)


def _currencies(workspace: Workspace) -> Rows:
    scales = sorted(workspace.currencies.scales().items())
    return [(code, scale, f"{Decimal(1).scaleb(-scale):f}", 10**scale) for code, scale in scales]


def _sources(workspace: Workspace) -> Rows:
    sources = workspace.config.sources
    rows = [
        (each.id, each.kind, each.format, each.account, each.is_bank, each.restates, "kind" in each.journal_id_scope)
        for each in sources
    ]
    return [*rows, ("ledger", "book", "ledger", None, False, False, False)]
