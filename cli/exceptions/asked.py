"""What every action on exceptions is asked: which, by whom, why, and whether only to show what would happen.

`action` gives a function these parameters beside its own, so that each is written once.
"""

import getpass
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_type_hints

import typer

from cli.options import HERE, JsonOption, WorkspaceOption, opened
from tieout.errors import InputError

if TYPE_CHECKING:
    from cli.casework import Filter
    from reconcile.casework import Desk, Done

IdsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help="Ids, or how they begin.", show_default="a filter")
]
ReconciliationOption = Annotated[str | None, typer.Option(help="Only of this reconciliation.")]
TypeOption = Annotated[str | None, typer.Option("--type", help="Only of this type.")]
SeverityOption = Annotated[str | None, typer.Option(help="Only of this severity.")]
StatusOption = Annotated[str | None, typer.Option(help="Only in this status.")]
AssigneeOption = Annotated[str | None, typer.Option(help="Only of this person.")]
OverdueOption = Annotated[bool, typer.Option("--overdue", help="Only those past their due day.")]
WhoOption = Annotated[str | None, typer.Option("--who", help="Who acts; kept for ever.", show_default="the login name")]
WhyOption = Annotated[str | None, typer.Option("--why", help="Why; kept for ever.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show what would happen, and keep nothing.")]
DayOption = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the journal.")]
_MOST = 1_000_000


@dataclass(frozen=True)
class Work:
    """One action that is asked for, at an open desk."""

    desk: "Desk"
    words: tuple[str, ...]
    wanted: "Filter"
    why: str

    def ids(self) -> list[str]:
        """The exceptions that are meant; InputError where neither an id nor a filter is given, or it finds none."""
        from cli.casework import found, whole_ids  # noqa: PLC0415

        if self.words and not self.wanted.asks_for_all:
            raise InputError("give either ids or a filter, not both")
        if self.words:
            return whole_ids(self.desk, self.words)
        if self.wanted.asks_for_all:
            raise InputError("which? Give ids, or a filter such as --type missing_in_ledger")
        rows = found(self.desk, self.wanted, "exception_id", _MOST)
        if not rows:
            raise InputError("the filter finds no exception")
        return [row["exception_id"] for row in rows]


def action(commands: typer.Typer, name: str, does: Callable[..., "Done"]) -> None:
    """Register a function of a Work and of options of its own as a command, with what all commands ask."""

    def command(  # noqa: PLR0913 - a command's options
        ids: IdsArgument = None,
        workspace: WorkspaceOption = HERE,
        *,
        reconciliation: ReconciliationOption = None,
        kind: TypeOption = None,
        severity: SeverityOption = None,
        status: StatusOption = None,
        assignee: AssigneeOption = None,
        overdue: OverdueOption = False,
        who: WhoOption = None,
        why: WhyOption = None,
        dry_run: DryRunOption = False,
        as_json: JsonOption = False,
        **own: object,
    ) -> None:
        from cli.casework import Filter  # noqa: PLC0415

        wanted = Filter(None, reconciliation, kind, severity, status, assignee, overdue)

        def act(desk: "Desk") -> "Done":
            return does(Work(desk, tuple(ids or ()), wanted, why or ""), **own)

        perform(workspace, who, act, dry_run=dry_run, as_json=as_json)

    shared = [each for each in inspect.signature(command).parameters.values() if each.name != "own"]
    extra = list(inspect.signature(does).parameters.values())[1:]
    hints = get_type_hints(command, include_extras=True) | {each.name: each.annotation for each in extra}
    command.__signature__ = inspect.Signature([*shared, *extra])  # type: ignore[attr-defined]
    command.__annotations__ = {name: hint for name, hint in hints.items() if name not in ("own", "return")}
    command.__doc__ = does.__doc__
    commands.command(name)(command)


def perform(workspace: Path, who: str | None, act: Callable[["Desk"], "Done"], *, dry_run: bool, as_json: bool) -> None:
    """Act at a desk and tell what was done; rehearsed, nothing of it is kept."""
    from cli.casework import open_desk  # noqa: PLC0415
    from cli.exceptions.told import tell  # noqa: PLC0415

    with open_desk(opened(workspace), who or login()) as desk, desk.connection.transaction(force_rollback=dry_run):
        tell(desk, act(desk), rehearsed=dry_run, as_json=as_json)


def login() -> str:
    """The name of who is logged in; InputError where there is none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise InputError("this login has no name: say with --who who acts") from None


def decimal(text: str) -> Decimal:
    """An amount or a rate as it was written, exactly."""
    try:
        return Decimal(text)
    except InvalidOperation:
        raise InputError(f"'{text}' is not a number of the form 1234.56") from None
