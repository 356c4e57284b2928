"""What every action on exceptions shares: which exceptions, who acts and why, and a rehearsal that saves nothing.

`register_action` gives a function these options beside its own, so that each is written once.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import typer

from cli.exceptions.options import (
    DryRunOption,
    FilterOptions,
    IdsArgument,
    WhoOption,
    WhyOption,
    queue_filter,
    take_options,
)
from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, actor_name, open_workspace
from tieout.errors import InputError
from tieout.workspace import Workspace

if TYPE_CHECKING:
    from reconcile.casework import ActionResult, CaseworkSession
    from reconcile.casework.queue import QueueFilter

_MOST = 1_000_000


@dataclass(frozen=True)
class ActionContext:
    """One action: the session in which it is done, the exceptions that it is about, and the reason."""

    session: "CaseworkSession"
    id_prefixes: tuple[str, ...]
    chosen: "QueueFilter"
    reason: str

    def exception_ids(self) -> list[str]:
        """The ids of the exceptions that are meant.

        Raises:
            InputError: neither ids nor a filter are given, or both, or none is found.
        """
        from reconcile.casework import states  # noqa: PLC0415
        from reconcile.casework.ids import exception_ids  # noqa: PLC0415
        from reconcile.casework.queue import find  # noqa: PLC0415

        if self.id_prefixes and not self.chosen.is_empty:
            raise InputError("give either ids or a filter, not both")
        if self.id_prefixes:
            return exception_ids(self.session, self.id_prefixes)
        if self.chosen.is_empty:
            raise InputError("name the exceptions: by their ids, or by a filter such as --type missing_in_ledger")
        current = states(self.session.connection, self.session.tenant, as_of=self.session.as_of)
        rows = find(self.session.marts, current, self.chosen, "exception_id", _MOST)
        if not rows:
            raise InputError("the filter finds no exception")
        return [row["exception_id"] for row in rows]


def register_action(commands: typer.Typer, name: str, act: Callable[..., "ActionResult"]) -> None:
    """Register a function of an `ActionContext` and of options of its own as a command with the shared options."""

    @take_options(first=FilterOptions, last=act)
    def command(  # noqa: PLR0913 - a command's options
        ids: IdsArgument = None,
        folder: WorkspaceOption = CURRENT_FOLDER,
        *,
        who: WhoOption = None,
        why: WhyOption = None,
        dry_run: DryRunOption = False,
        as_json: JsonOption = False,
        **further: Any,  # noqa: ANN401 - the filter's options and those of `act`
    ) -> None:
        workspace = open_workspace(folder)
        options = FilterOptions(**{field.name: further.pop(field.name) for field in fields(FilterOptions)})
        chosen = queue_filter(workspace.config, options)

        def act_in(session: "CaseworkSession") -> "ActionResult":
            return act(ActionContext(session, tuple(ids or ()), chosen, why or ""), **further)

        perform(workspace, who, act_in, dry_run=dry_run, as_json=as_json)

    command.__doc__ = act.__doc__
    commands.command(name)(command)


def perform(
    workspace: Workspace,
    who: str | None,
    act: Callable[["CaseworkSession"], "ActionResult"],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Do an action in a session and print its result; of a dry run nothing is saved."""
    from cli.exceptions.output import print_result  # noqa: PLC0415
    from cli.exceptions.session import open_session  # noqa: PLC0415

    actor = actor_name(who, "--who")
    with (
        open_session(workspace, actor) as session,
        session.connection.transaction(force_rollback=dry_run),
    ):
        print_result(session, act(session), dry_run=dry_run, as_json=as_json)
