"""`tieout trace`: where one payment went."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, open_workspace
from cli.serialization import print_json

if TYPE_CHECKING:
    from reporting.tracing import Chain

_SHORT = 12
"""Digits of a hash in the terminal: enough to tell files apart; --json has all 64."""


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("trace")(trace)


def trace(
    reference: Annotated[str, typer.Argument(help="A reference, a line's or journal's id, a payout, an exception.")],
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    as_json: JsonOption = False,
) -> None:
    """Follow one payment: file → statement line → journal → match → line of a financial statement, with hashes."""
    from cli.terminal import err  # noqa: PLC0415
    from reporting.tracing import chain_of  # noqa: PLC0415

    chain = chain_of(open_workspace(folder), reference)
    if as_json:
        print_json(chain._asdict())
        return
    _print(chain)
    if chain.missing:
        err.print(f"[yellow]![/yellow] the book's own hashes are missing: {chain.missing}", soft_wrap=True)


def _print(chain: "Chain") -> None:
    _section("Files", chain.files, ("file_id", "path", "sha256"))
    statements = ("date", "source", "line_ref", "amount", "currency", "reference", "description", "file_id", "line_no")
    _section("Statement lines", chain.statement_lines, statements, ("amount",))
    journals = ("effective_date", "book", "journal_id", "account_code", "account_name", "debit", "credit", "currency")
    _section("Journal lines", chain.journal_lines, journals, ("debit", "credit"))
    _section(
        "Events of the book",
        chain.events or [],
        ("journal_id", "event_no", "recorded_at", "sha256", "seal_no", "request"),
        ("event_no", "seal_no"),
    )
    matches = ("reconciliation", "status", "pass", "items", "difference", "reason")
    _section("Matches", chain.matches, matches, ("difference",))
    exceptions = ("reconciliation", "type", "severity", "amount", "currency", "context")
    _section("Exceptions", chain.exceptions, exceptions, ("amount",))
    ended = ("statement", "period", "entity_id", "statement_line", "account_code", "account_name", "amount", "currency")
    _section("Financial statements", chain.financial_statements, ended, ("amount",))


def _section(title: str, rows: list[dict[str, Any]], columns: Sequence[str], numbers: Sequence[str] = ()) -> None:
    from cli.terminal import out, table  # noqa: PLC0415

    if rows:
        out.print(f"[bold]{title}[/bold]")
        cells = ([_cell(column, row[column]) for column in columns] for row in rows)
        out.print(table(columns, cells, numbers=numbers))
        out.print()


def _cell(column: str, value: Any) -> Any:  # noqa: ANN401 - a cell of any column
    if value is None:
        return None
    if column == "sha256":
        return f"{value[:_SHORT]}…"
    return f"{value:%Y-%m-%d %H:%M:%S}" if column == "recorded_at" else value
