"""`tieout event` and `tieout rules`: business events into journals, and the rules that there are."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import matching
from cli.options import HERE, JsonOption, WorkspaceOption, opened
from cli.printed import print_json
from tieout.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ledger.requests import JournalRequest
    from tieout.workspace import Workspace


def add_to(app: typer.Typer) -> None:
    """Register the commands; `rules` is a group, and alone lists the posting rules."""
    app.command("event")(event)
    group = typer.Typer(help=rules.__doc__, invoke_without_command=True, rich_markup_mode="rich")
    group.callback()(rules)
    app.add_typer(group, name="rules")
    matching.add_to(app, group)


def event(
    file: Annotated[Path, typer.Argument(help="Business events: YAML, JSON or JSON lines.")],
    workspace: WorkspaceOption = HERE,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the journals and post nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Post business events (a bill, a payout, a chargeback) by the posting rules; each event whole or not at all."""
    from ledger.rules.files import read_events  # noqa: PLC0415

    home = opened(workspace)
    events = read_events(file)
    if dry_run:
        _show(home, events, as_json=as_json)
    else:
        _post(home, events, as_json=as_json)


def rules(
    context: typer.Context,
    workspace: WorkspaceOption = HERE,
    *,
    chart: Annotated[
        bool, typer.Option("--chart", help="Print the accounts that the built-in rules use, as CSV.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """List the posting rules: which events there are, and what each one asks for."""
    from cli.screen import out, table  # noqa: PLC0415
    from ledger.rules import Rules, chart_extension  # noqa: PLC0415

    if context.invoked_subcommand is not None:
        return
    if chart:
        typer.echo(chart_extension(), nl=False)
        return
    loaded = Rules.of(opened(workspace))
    listed = [(name, template.says, ", ".join(template.fields)) for name, template in sorted(loaded.templates.items())]
    if as_json:
        print_json({"events": [dict(zip(("type", "says", "fields"), row, strict=True)) for row in listed]})
    else:
        out.print(table(("event", "says", "fields"), listed))


def _show(home: "Workspace", events: "Iterable[Mapping[str, Any]]", *, as_json: bool) -> None:
    from cli.screen import out, table  # noqa: PLC0415
    from ledger.rules import Context  # noqa: PLC0415

    context = Context.of(home.config)
    journals: list[JournalRequest] = []
    refused = []
    for given, made in _made(home, events):
        if isinstance(made, InputError):
            refused.append({"event_id": given.get("event_id"), "reason": str(made)})
        else:
            journals += made
    if as_json:
        shown = [journal.model_dump(mode="json", exclude_none=True) for journal in journals]
        print_json({"journals": shown, "refused": refused})
    else:
        for journal in journals:
            out.print(
                f"[bold]{journal.journal_id}[/bold]  {journal.entity}  {journal.date}  {journal.description or ''}"
            )
            sides = _sides(journal, context.entities)
            out.print(table(("account", "debit", "credit", ""), sides, numbers=("debit", "credit")))
            out.print()
    _tell_refused(refused, as_json=as_json)


def _made(
    home: "Workspace", events: "Iterable[Mapping[str, Any]]"
) -> "Iterator[tuple[Mapping[str, Any], list[JournalRequest] | InputError]]":
    """Each event with its journals, or with why there are none."""
    from ledger.rules import Context, Rules  # noqa: PLC0415

    known, context = Rules.of(home), Context.of(home.config)
    for given in events:
        try:
            yield given, known.journals(given, context)
        except InputError as error:
            yield given, error


def _tell_refused(refused: list[dict[str, Any]], *, as_json: bool) -> None:
    from cli.screen import err  # noqa: PLC0415

    for refusal in [] if as_json else refused:
        err.print(f"[red]✗[/red] {refusal['reason']}", soft_wrap=True)
    if refused:
        raise typer.Exit(2)


def _sides(journal: "JournalRequest", currencies: "Mapping[str, str]") -> list[tuple[Any, ...]]:
    return [
        (
            line.account,
            line.amount if line.amount > 0 else None,
            -line.amount if line.amount < 0 else None,
            line.currency or currencies[journal.entity],
        )
        for line in journal.lines
    ]


def _post(home: "Workspace", events: "Iterable[Mapping[str, Any]]", *, as_json: bool) -> None:
    from cli.screen import out  # noqa: PLC0415
    from ledger.posting import post  # noqa: PLC0415
    from ledger.setup import open_books  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    posted, replayed, refused = 0, 0, []
    with connect(home) as connection:
        open_books(connection, home.config, home.root)
        for given, made in _made(home, events):
            try:
                answers = [] if isinstance(made, InputError) else post(connection, home.config.tenant, made)
            except InputError as error:
                refusal = InputError(f"event '{given.get('event_id')}': {error}")
                made, answers = refusal, []  # noqa: PLW2901 - refused by the book as by the rules
            if isinstance(made, InputError):
                refused.append({"event_id": given.get("event_id"), "reason": str(made)})
            posted += sum(not answer.replayed for answer in answers)
            replayed += sum(answer.replayed for answer in answers)
    if as_json:
        print_json({"journals": posted, "replayed": replayed, "refused": refused})
    else:
        out.print(f"[green]✓[/green] {posted:,} journals posted, {replayed:,} known before")
    _tell_refused(refused, as_json=as_json)
