"""Collecting the links."""

from typing import Any, NamedTuple

import duckdb

from reporting.tracing.events import events_of
from tieout import tracing
from tieout.errors import InputError, ServiceUnreachable
from tieout.postgres import connect
from tieout.published import open_published
from tieout.workspace import Workspace

Rows = list[dict[str, Any]]
OWN_BOOK = "ledger"
_RUN = "SELECT run_id, as_of, published_at FROM run"


class Chain(NamedTuple):
    """The links of one reference, and the published run that they are read from.

    `events` is None where the book of record could not be read; `missing` then says why, in one line.
    """

    reference: str
    run: dict[str, Any]
    files: Rows
    statement_lines: Rows
    journal_lines: Rows
    events: Rows | None
    matches: Rows
    exceptions: Rows
    financial_statements: Rows
    missing: str | None


def chain_of(workspace: Workspace, reference: str) -> Chain:
    """Follow a reference, a line's id or a journal's id.

    Raises:
        InputError: nothing published has it.
    """
    text = reference.strip()
    with open_published(workspace) as marts:
        marts.execute("SET TimeZone = 'UTC'")
        run = _rows(marts, _RUN)[0]
        statement_lines, journal_lines, matches, exceptions, ended = (
            _rows(marts, query, text)
            for query in (
                tracing.STATEMENT_LINES,
                tracing.JOURNAL_LINES,
                tracing.MATCHES,
                tracing.EXCEPTIONS,
                tracing.FINANCIAL_STATEMENTS,
            )
        )
    if not (statement_lines or journal_lines or matches or exceptions):
        raise InputError(f"nothing published carries '{reference}': try a reference, a line id or a journal id")
    events, missing = _events(workspace, journal_lines)
    files = _files(statement_lines + journal_lines)
    return Chain(text, run, files, statement_lines, journal_lines, events, matches, exceptions, ended, missing)


def _events(workspace: Workspace, lines: Rows) -> tuple[Rows | None, str | None]:
    journals = sorted({line["journal_id"] for line in lines if line["book"] == OWN_BOOK})
    if not journals:
        return [], None
    try:
        with connect(workspace) as connection:
            return events_of(connection, workspace.config.tenant, journals), None
    except ServiceUnreachable as error:
        return None, str(error)


def _files(lines: Rows) -> Rows:
    """Each file once."""
    found = {line["file_id"]: line for line in lines if line["path"] is not None}
    return [
        {"file_id": file_id, "path": line["path"], "sha256": line["sha256"]} for file_id, line in sorted(found.items())
    ]


def _rows(marts: duckdb.DuckDBPyConnection, query: str, text: str | None = None) -> Rows:
    cursor = marts.execute(query, {"text": text} if text is not None else None)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
