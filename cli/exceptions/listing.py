"""`tieout exceptions`: the queue, worst first."""

from typing import Annotated

import typer

from cli.exceptions.asked import (
    AssigneeOption,
    OverdueOption,
    ReconciliationOption,
    SeverityOption,
    StatusOption,
    TypeOption,
    login,
)
from cli.options import HERE, JsonOption, WorkspaceOption, opened
from cli.printed import print_json

_COLUMNS = """exception_id, severity, type, reconciliation, source, line_ref, currency, amount, date, age_days, due_at,
    reference, description, context, suggestion, status, assignee, ignored_until, comments, links, draft_no, case_id"""
_SHOWN_OF_AN_ID = 8


def add_to(commands: typer.Typer) -> None:
    """Register the list: what the command does when it is given no other word."""
    commands.callback()(exceptions)


def exceptions(  # noqa: PLR0913 - a command's options
    context: typer.Context,
    workspace: WorkspaceOption = HERE,
    *,
    beginning: Annotated[str | None, typer.Option("--id", help="Only those whose id begins so.")] = None,
    reconciliation: ReconciliationOption = None,
    kind: TypeOption = None,
    severity: SeverityOption = None,
    status: StatusOption = None,
    assignee: AssigneeOption = None,
    overdue: OverdueOption = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List what does not tie out, worst first, with what to do about it; with a further word, work on it."""
    if context.invoked_subcommand is not None:
        return
    from cli.casework import Filter, found, open_desk  # noqa: PLC0415
    from cli.screen import out, table  # noqa: PLC0415

    wanted = Filter(beginning, reconciliation, kind, severity, status, assignee, overdue)
    with open_desk(opened(workspace), login()) as desk:
        total = desk.marts.execute("SELECT count(*) FROM marts.exceptions").fetchall()[0][0]
        rows = found(desk, wanted, _COLUMNS, limit)
    if as_json:
        print_json({"total": total, "exceptions": rows})
        return
    if not rows:
        out.print("None of these." if total else "[green]Everything ties out.[/green]")
        return
    columns = ("id", "severity", "type", "status", "of", "line", "amount", "", "date", "age", "reference")
    lines = [
        (
            row["exception_id"][:_SHOWN_OF_AN_ID],
            row["severity"],
            row["type"],
            row["assignee"] if row["status"] == "assigned" else row["status"],
            row["reconciliation"] or row["source"],
            row["line_ref"],
            row["amount"],
            row["currency"],
            row["date"],
            row["age_days"],
            row["reference"],
        )
        for row in rows
    ]
    out.print(table(columns, lines, numbers=("amount", "age")))
    out.print(f"\n[dim]{len(rows)} of {total}; `tieout exceptions show ID` tells all of one[/dim]")
