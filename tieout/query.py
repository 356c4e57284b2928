"""SQL that somebody typed, run on the published marts: it reads them, and does nothing else.

A version is opened read-only, but its widest marts are views over the lake, so DuckDB must be allowed that folder, and
what it may read there it may also write. So only a SELECT is run: no COPY, no ATTACH, no setting. All other files are
out of reach, and no extension can be loaded.
"""

from typing import Any, NamedTuple

import duckdb

from tieout.errors import InputError, first_line
from tieout.published import open_published
from tieout.workspace import Workspace


class QueryResult(NamedTuple):
    """Column names, and rows."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


def run_query(workspace: Workspace, query: str) -> QueryResult:
    """The rows of one SELECT on the published marts; of an empty text, none.

    Raises:
        InputError: nothing is published yet, it is no single SELECT, or the database refuses it (in its own words).
    """
    with open_to_select(workspace) as marts:
        try:
            cursor = select(marts, query)
            return QueryResult([], []) if cursor is None else QueryResult(_columns(cursor), cursor.fetchall())
        except duckdb.Error as error:
            raise InputError(first_line(error)) from None


def open_to_select(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    """A connection to the current version that can read its marts and the lake, and no other file.

    Raises:
        InputError: nothing is published yet.
    """
    marts = open_published(workspace)
    marts.execute("SET allowed_directories = [$lake]", {"lake": str(workspace.lake)})
    marts.execute("SET enable_external_access = false")
    marts.execute("SET lock_configuration = true")
    return marts


def select(marts: duckdb.DuckDBPyConnection, query: str) -> duckdb.DuckDBPyConnection | None:
    """The cursor of one SELECT; None where the text holds no statement.

    Raises:
        InputError: these are several statements, or one that is no SELECT.
    """
    statements = marts.extract_statements(query)
    return marts.execute(_only_select(statements)) if statements else None


def _columns(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    return [column[0] for column in cursor.description or ()]


def _only_select(statements: list[duckdb.Statement]) -> duckdb.Statement:
    if len(statements) > 1:
        raise InputError(f"these are {len(statements)} statements: ask one SELECT at a time")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise InputError("only a SELECT can be asked of the published marts: they are read-only")
    return statements[0]
