"""`tieout event`: business events into journals, by the posting rules."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.ledger_connection import open_ledger
from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, open_workspace
from cli.serialization import print_json
from tieout.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ledger.requests import JournalRequest
    from tieout.workspace import Workspace


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("event")(event)


def event(
    file: Annotated[Path, typer.Argument(help="Business events: YAML, JSON or JSON lines.")],
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the journals and post nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Post business events (a bill, a payout, a chargeback) by the posting rules; each event whole or not at all."""
    from ledger.rules.files import read_events  # noqa: PLC0415

    workspace = open_workspace(folder)
    events = read_events(file)
    if dry_run:
        _show(workspace, events, as_json=as_json)
    else:
        _post(workspace, events, as_json=as_json)


def _show(workspace: "Workspace", events: "Iterable[Mapping[str, Any]]", *, as_json: bool) -> None:
    from cli.terminal import out, table  # noqa: PLC0415
    from ledger.rules import Context  # noqa: PLC0415

    context = Context.of(workspace.config)
    journals: list[JournalRequest] = []
    refused = []
    for business_event, made in _journals_of(workspace, events):
        if isinstance(made, InputError):
            refused.append({"event_id": business_event.get("event_id"), "reason": str(made)})
        else:
            journals += made
    if as_json:
        as_dicts = [journal.model_dump(mode="json", exclude_none=True) for journal in journals]
        print_json({"journals": as_dicts, "refused": refused})
    else:
        for journal in journals:
            out.print(
                f"[bold]{journal.journal_id}[/bold]  {journal.entity}  {journal.date}  {journal.description or ''}"
            )
            rows = _debits_and_credits(journal, context.entities)
            out.print(table(("account", "debit", "credit", ""), rows, numbers=("debit", "credit")))
            out.print()
    _print_refused(refused, as_json=as_json)


def _journals_of(
    workspace: "Workspace", events: "Iterable[Mapping[str, Any]]"
) -> "Iterator[tuple[Mapping[str, Any], list[JournalRequest] | InputError]]":
    """Each event with its journals, or with the error that says why it makes none."""
    from ledger.rules import Context, Rules  # noqa: PLC0415

    rules, context = Rules.of(workspace), Context.of(workspace.config)
    for business_event in events:
        try:
            yield business_event, rules.journals(business_event, context)
        except InputError as error:
            yield business_event, error


def _print_refused(refused: list[dict[str, Any]], *, as_json: bool) -> None:
    from cli.terminal import err  # noqa: PLC0415

    for refusal in [] if as_json else refused:
        err.print(f"[red]✗[/red] {refusal['reason']}", soft_wrap=True)
    if refused:
        raise typer.Exit(2)


def _debits_and_credits(journal: "JournalRequest", currencies: "Mapping[str, str]") -> list[tuple[Any, ...]]:
    return [
        (
            line.account,
            line.amount if line.amount > 0 else None,
            -line.amount if line.amount < 0 else None,
            line.currency or currencies[journal.entity],
        )
        for line in journal.lines
    ]


def _post(workspace: "Workspace", events: "Iterable[Mapping[str, Any]]", *, as_json: bool) -> None:
    from cli.terminal import counted, out  # noqa: PLC0415
    from ledger.posting import post  # noqa: PLC0415

    posted, replayed, refused = 0, 0, []
    with open_ledger(workspace) as connection:
        for business_event, made in _journals_of(workspace, events):
            try:
                answers = [] if isinstance(made, InputError) else post(connection, workspace.config.tenant, made)
            except InputError as error:
                refusal = InputError(f"event '{business_event.get('event_id')}': {error}")
                made, answers = refusal, []  # noqa: PLW2901 - refused by the book as by the rules
            if isinstance(made, InputError):
                refused.append({"event_id": business_event.get("event_id"), "reason": str(made)})
            posted += sum(not answer.replayed for answer in answers)
            replayed += sum(answer.replayed for answer in answers)
    if as_json:
        print_json({"journals": posted, "replayed": replayed, "refused": refused})
    else:
        out.print(f"[green]✓[/green] {counted(posted, 'journal')} posted, {replayed:,} already posted")
    _print_refused(refused, as_json=as_json)
