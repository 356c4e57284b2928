"""What the run published that a close was prepared on: financial statements, what was open, and who decided what."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import duckdb

from reporting.close import ClosePackage
from reporting.close.scopes import reconciliations_of
from reporting.printing import Column, Kind, Table, plain_rows
from reporting.reports import REPORTS, ReportQuery, ReportStamp, in_decimals, read_report
from tieout.workspace import Workspace

STATEMENTS = {report.binder_file: report for report in REPORTS.values() if report.binder_file}
"""Each table's file and its report, in the catalogue's order."""
MARTS = ("run", "exceptions", "casework_events", *dict.fromkeys(report.source for report in STATEMENTS.values()))
_OPEN = """
SELECT reconciliation, exception_id, type, severity, status, date, currency, amount, reference, counterparty
FROM exceptions
WHERE list_contains($reconciliations, reconciliation) OR entity_id = $entity
ORDER BY reconciliation, exception_id
"""
_OPEN_COLUMNS = (
    Column("reconciliation", "Reconciliation"),
    Column("exception_id", "Exception", on_paper=False),
    Column("type", "Type", Kind.WORD),
    Column("severity", "Severity", Kind.WORD),
    Column("status", "Status", Kind.WORD),
    Column("date", "Date", Kind.DAY),
    Column("currency", "Currency"),
    Column("amount", "Amount", Kind.NUMBER),
    Column("reference", "Reference"),
    Column("counterparty", "Counterparty"),
)
_DECIDED = """
SELECT event_no, reconciliation, exception_id, kind, who, recorded_at, why, journal_id, stands
FROM casework_events
WHERE list_contains($reconciliations, reconciliation) AND recorded_at >= CAST($starts AS TIMESTAMPTZ)
ORDER BY event_no, exception_id
"""
_DECIDED_COLUMNS = (
    Column("event_no", "No.", Kind.NUMBER),
    Column("reconciliation", "Reconciliation"),
    Column("exception_id", "Exception"),
    Column("kind", "What was done", Kind.WORD),
    Column("who", "Who"),
    Column("recorded_at", "When", Kind.DAY),
    Column("why", "Why"),
    Column("journal_id", "Journal"),
    Column("stands", "Stands"),
)


def statements(
    marts: duckdb.DuckDBPyConnection, workspace: Workspace, package: ClosePackage, stamp: ReportStamp
) -> list[Table]:
    """The financial statements and the trial balance of the period, each beginning a page."""
    head = package.head
    query = ReportQuery(head.entity, period=head.period)
    read = {name: read_report(marts, workspace, report, query, stamp) for name, report in STATEMENTS.items()}
    return [replace(document.tables[0], name=name, new_page=True) for name, document in read.items()]


def exceptions(marts: duckdb.DuckDBPyConnection, workspace: Workspace, package: ClosePackage) -> list[Table]:
    """What was still open when the period was closed, and what people decided since it began."""
    scales = workspace.currencies.scales()
    values = {"reconciliations": reconciliations_of(workspace.config, package.head.entity)}
    open_ones = marts.execute(_OPEN, {**values, "entity": package.head.entity}).fetchall()
    decided = marts.execute(_DECIDED, {**values, "starts": package.head.starts}).fetchall()
    return [
        Table("exceptions", "Exceptions that were open", _OPEN_COLUMNS, plain_rows(_in_decimals(open_ones, scales))),
        Table("decisions", "Decisions on exceptions", _DECIDED_COLUMNS, plain_rows(decided)),
    ]


def _in_decimals(rows: list[tuple[Any, ...]], scales: Mapping[str, int]) -> list[tuple[Any, ...]]:
    """The rows with each amount in the decimals of the currency before it."""
    at = [column.name for column in _OPEN_COLUMNS].index("amount")
    return [
        (*row[:at], None if row[at] is None else in_decimals(row[at], scales.get(row[at - 1], 0)), *row[at + 1 :])
        for row in rows
    ]
