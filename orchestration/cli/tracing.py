"""`tieout trace`: where one payment went."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from orchestration.cli.options import HERE, JsonOption, WorkspaceOption, opened
from orchestration.cli.printed import print_json


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("trace")(trace)


def trace(
    reference: Annotated[str, typer.Argument(help="A reference, a line's or journal's id, a payout, an exception.")],
    workspace: WorkspaceOption = HERE,
    *,
    as_json: JsonOption = False,
) -> None:
    """Follow one payment: file → journal → statement line → payout → bank line."""
    from tieout import tracing  # noqa: PLC0415
    from tieout.errors import InputError  # noqa: PLC0415
    from tieout.published import open_published  # noqa: PLC0415

    queries = {
        "statement_lines": tracing.STATEMENT_LINES,
        "journal_lines": tracing.JOURNAL_LINES,
        "matches": tracing.MATCHES,
        "exceptions": tracing.EXCEPTIONS,
    }
    with open_published(opened(workspace)) as marts:
        found = {}
        for name, query in queries.items():
            cursor = marts.execute(query, {"text": reference.strip()})
            columns = [column[0] for column in cursor.description]
            found[name] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    if not any(found.values()):
        raise InputError(f"nothing published carries '{reference}': try a reference, a line id or a journal id")
    if as_json:
        print_json({"reference": reference, **found})
    else:
        _tell(found)


def _tell(found: dict[str, list[dict[str, Any]]]) -> None:
    journals = ("effective_date", "book", "journal_id", "account_code", "account_name", "debit", "credit", "currency")
    _section("Journal lines", found["journal_lines"], journals, ("debit", "credit"))
    statements = ("date", "source", "line_ref", "amount", "currency", "reference", "description")
    _section("Statement lines", found["statement_lines"], statements, ("amount",))
    _section(
        "Matches",
        found["matches"],
        ("reconciliation", "status", "pass", "items", "difference", "reason"),
        ("difference",),
    )
    _section(
        "Exceptions",
        found["exceptions"],
        ("reconciliation", "type", "severity", "amount", "currency", "context"),
        ("amount",),
    )


def _section(title: str, rows: list[dict[str, Any]], columns: Sequence[str], numbers: Sequence[str]) -> None:
    from orchestration.cli.screen import out, table  # noqa: PLC0415

    if rows:
        out.print(f"[bold]{title}[/bold]")
        out.print(table(columns, ([row[column] for column in columns] for row in rows), numbers=numbers))
        out.print()
