"""`tieout close`: check, lock and seal a period; `--approve` and `--refuse` are a second person's answer."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.close import output
from cli.close.binder import write_binder_of_close
from cli.close.published import ensure_published
from cli.close.session import close_session
from cli.ledger_connection import open_ledger
from cli.options import (
    CURRENT_FOLDER,
    ByOption,
    EntityOption,
    JsonOption,
    PeriodArgument,
    WorkspaceOption,
    actor_name,
    entity_of,
    open_workspace,
)
from tieout.errors import InputError
from tieout.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from orchestration.run.context import Progress
    from reporting.close import PreparedClose

_ATTEMPTS = 3


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("close")(close)


def close(  # noqa: PLR0913 - a command's options
    period: PeriodArgument,
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    entity: EntityOption = None,
    by: ByOption = None,
    reason: Annotated[str | None, typer.Option(help="Why; recorded permanently.")] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="CHECK=REASON", help="Accept a check that blocks, with a reason; may be repeated."),
    ] = None,
    approve: Annotated[bool, typer.Option("--approve", help="Certify what somebody else prepared.")] = False,
    refuse: Annotated[
        bool, typer.Option("--refuse", help="Refuse it, with --reason: the period is open again.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Close a period: run, check, lock and seal it. A second person certifies it with --approve."""
    from cli import run_output  # noqa: PLC0415
    from reporting.close import CloseBlockedError  # noqa: PLC0415

    if approve and refuse:
        raise InputError("either --approve or --refuse, not both")
    workspace = open_workspace(folder)
    entity_id = entity_of(workspace, entity)
    actor = actor_name(by, "--by")
    progress = run_output.silent if as_json else run_output.progress
    if approve or refuse:
        _answer(workspace, entity_id, period, actor, reason, certifies=approve, progress=progress, as_json=as_json)
        return
    try:
        prepared = _prepare(workspace, entity_id, period, actor, reason, _acceptances(accept or []), progress)
    except CloseBlockedError as blocked:
        if not as_json:
            raise
        output.print_blocked(entity_id, period, blocked)
        raise typer.Exit(blocked.exit_code) from None
    output.print_prepared(entity_id, prepared, as_json=as_json)
    write_binder_of_close(workspace, entity_id, period, quietly=as_json)


def _acceptances(accepted: "Sequence[str]") -> dict[str, str]:
    """`CHECK=REASON` words as reasons by check.

    Raises:
        InputError: a word has no reason.
    """
    reasons = {}
    for word in accepted:
        check, equals, reason = word.partition("=")
        if not equals or not reason.strip():
            raise InputError(f"--accept {word}: write it as CHECK=REASON, such as suspense='cleared on 3 November'")
        reasons[check.strip()] = reason.strip()
    return reasons


def _prepare(  # noqa: PLR0913, PLR0917 - which close, by whom, why, and how its progress is shown
    workspace: Workspace,
    entity_id: str,
    period: str,
    actor: str,
    reason: str | None,
    acceptances: "Mapping[str, str]",
    progress: "Progress",
) -> "PreparedClose":
    """Run and close; where somebody posted between the run and the close, both are done again."""
    from reporting.close import StaleFiguresError, prepare  # noqa: PLC0415

    with open_ledger(workspace) as connection:
        for attempt in range(1, _ATTEMPTS + 1):
            ensure_published(workspace, connection, progress)
            try:
                with close_session(workspace, connection, entity_id, actor) as session:
                    return prepare(session, period, acceptances, reason)
            except StaleFiguresError:
                if attempt == _ATTEMPTS:
                    raise
        raise AssertionError


def _answer(  # noqa: PLR0913 - which close, by whom, why, and which answer
    workspace: Workspace,
    entity_id: str,
    period: str,
    actor: str,
    reason: str | None,
    *,
    certifies: bool,
    progress: "Progress",
    as_json: bool,
) -> None:
    from reporting.close import approve, close_awaiting_approval, refuse  # noqa: PLC0415

    with open_ledger(workspace) as connection:
        with close_session(workspace, connection, entity_id, actor) as session:
            close_awaiting_approval(session, period)  # refuses here, before a run that would be for nothing
        if certifies:
            ensure_published(workspace, connection, progress)
        with close_session(workspace, connection, entity_id, actor) as session:
            answered = approve(session, period, reason) if certifies else refuse(session, period, reason or "")
    output.print_answered(answered, actor, as_json=as_json)
    if certifies:
        write_binder_of_close(workspace, entity_id, period, quietly=as_json)
