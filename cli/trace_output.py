"""What a trace prints: one table for each kind of thing that a payment went through."""

from collections.abc import Mapping
from typing import Any

from cli.terminal import Column, err, fitted_table, out
from reporting.tracing import Chain

_DIGITS_OF_A_HASH = 12
"""Enough to tell files apart; --json has all 64."""
_FILES = {"file_id": Column("file", 2), "path": Column("path", 1, wraps=True), "sha256": Column("sha256", 3)}
_STATEMENT_LINES = {
    "date": Column("date", 1),
    "source": Column("source", 4, most=16),
    "line_ref": Column("line", 6),
    "amount": Column("amount", 2, is_number=True),
    "currency": Column("", 2),
    "reference": Column("reference", 3, most=28),
    "description": Column("description", 5, wraps=True),
    "file_id": Column("file", 7),
    "line_no": Column("row", 7),
}
_JOURNAL_LINES = {
    "effective_date": Column("date", 3),
    "book": Column("book", 6, most=16),
    "journal_id": Column("journal", 3, most=20),
    "account_code": Column("account", 1),
    "account_name": Column("name", 5, wraps=True),
    "debit": Column("debit", 2, is_number=True),
    "credit": Column("credit", 2, is_number=True),
    "currency": Column("", 4),
}
_EVENTS = {
    "journal_id": Column("journal", 1, most=20),
    "event_no": Column("event", 2, is_number=True),
    "recorded_at": Column("recorded (UTC)", 3),
    "sha256": Column("sha256", 4),
    "seal_no": Column("seal", 5, is_number=True),
    "request": Column("request", 6, most=24),
}
_MATCHES = {
    "reconciliation": Column("reconciliation", 1, most=20),
    "status": Column("status", 2),
    "pass": Column("pass", 4),
    "items": Column("items", 5, is_number=True),
    "difference": Column("difference", 3, is_number=True),
    "reason": Column("reason", 3, wraps=True),
}
_EXCEPTIONS = {
    "reconciliation": Column("reconciliation", 5, most=20),
    "type": Column("type", 1),
    "severity": Column("severity", 2),
    "amount": Column("amount", 2, is_number=True),
    "currency": Column("", 2),
    "context": Column("why", 3, wraps=True),
}
_FINANCIAL_STATEMENTS = {
    "statement": Column("statement", 1),
    "period": Column("period", 2),
    "entity_id": Column("entity", 6, most=16),
    "statement_line": Column("line", 3, wraps=True),
    "account_code": Column("account", 4),
    "account_name": Column("name", 7, most=24),
    "amount": Column("amount", 2, is_number=True),
    "currency": Column("", 2),
}


def print_chain(chain: Chain) -> None:
    """Print what a payment went through, with the hashes by which each step can be checked."""
    for title, rows, columns in (
        ("Files", chain.files, _FILES),
        ("Statement lines", chain.statement_lines, _STATEMENT_LINES),
        ("Journal lines", chain.journal_lines, _JOURNAL_LINES),
        ("Events of the book", chain.events or [], _EVENTS),
        ("Matches", chain.matches, _MATCHES),
        ("Exceptions", chain.exceptions, _EXCEPTIONS),
        ("Financial statements", chain.financial_statements, _FINANCIAL_STATEMENTS),
    ):
        _section(title, rows, columns)
    if chain.missing:
        err.print(f"[yellow]![/yellow] the book's own hashes are missing: {chain.missing}", soft_wrap=True)


def _section(title: str, rows: list[dict[str, Any]], columns: Mapping[str, Column]) -> None:
    if rows:
        out.print(f"[bold]{title}[/bold]")
        out.print(fitted_table(list(columns.values()), [[_cell(name, row[name]) for name in columns] for row in rows]))
        out.print()


def _cell(name: str, value: Any) -> Any:  # noqa: ANN401 - a cell of any column
    if value is None:
        return None
    if name == "sha256":
        return f"{value[:_DIGITS_OF_A_HASH]}…"
    return f"{value:%Y-%m-%d %H:%M:%S}" if name == "recorded_at" else value
