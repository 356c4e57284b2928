"""`tieout close`: check, lock and seal a period; `--approve` and `--refuse` are a second person's answer."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.closing import told
from cli.closing.asked import ByOption, EntityOption, PeriodArgument, books, desk, reasons, who_acts
from cli.closing.binding import bind
from cli.closing.current import bring_up
from cli.options import HERE, JsonOption, WorkspaceOption, opened, the_entity
from tieout.errors import InputError
from tieout.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orchestration.run.session import Progress
    from reporting.close import Prepared

_ATTEMPTS = 3


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("close")(close)


def close(  # noqa: PLR0913 - a command's options
    period: PeriodArgument,
    workspace: WorkspaceOption = HERE,
    *,
    entity: EntityOption = None,
    by: ByOption = None,
    reason: Annotated[str | None, typer.Option(help="Why; kept for ever.")] = None,
    accept: Annotated[
        list[str] | None, typer.Option(metavar="CHECK=REASON", help="Let a check that blocks pass, with a reason.")
    ] = None,
    approve: Annotated[bool, typer.Option("--approve", help="Certify what somebody else prepared.")] = False,
    refuse: Annotated[
        bool, typer.Option("--refuse", help="Refuse it, with --reason: the period is open again.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Close a period: run, check, lock and seal it. A second person certifies it with --approve."""
    from cli import report  # noqa: PLC0415
    from reporting.close import Blocked  # noqa: PLC0415

    if approve and refuse:
        raise InputError("either --approve or --refuse, not both")
    home = opened(workspace)
    whose = the_entity(home, entity)
    progress = report.silent if as_json else report.progress
    if approve or refuse:
        _answer(home, whose, period, who_acts(by), reason, certifies=approve, progress=progress, as_json=as_json)
        return
    try:
        prepared = _prepare(home, whose, period, who_acts(by), reason, reasons(accept or []), progress)
    except Blocked as blocked:
        if not as_json:
            raise
        told.blocked_as_json(whose, period, blocked)
        raise typer.Exit(blocked.exit_code) from None
    told.prepared(whose, prepared, as_json=as_json)
    bind(home, whose, period, quietly=as_json)


def _prepare(  # noqa: PLR0913, PLR0917 - whose, what, who, why, which reasons and how it is told
    home: Workspace,
    whose: str,
    period: str,
    who: str,
    why: str | None,
    acceptances: "Mapping[str, str]",
    progress: "Progress",
) -> "Prepared":
    """Where somebody posted between the run and the close, both are done again."""
    from reporting.close import Stale, prepare  # noqa: PLC0415

    with books(home) as connection:
        for attempt in range(1, _ATTEMPTS + 1):
            bring_up(home, connection, progress)
            try:
                with desk(home, connection, whose, who) as at:
                    return prepare(at, period, acceptances, why)
            except Stale:
                if attempt == _ATTEMPTS:
                    raise
        raise AssertionError


def _answer(  # noqa: PLR0913 - whose, what, who, why and which answer
    home: Workspace,
    whose: str,
    period: str,
    who: str,
    why: str | None,
    *,
    certifies: bool,
    progress: "Progress",
    as_json: bool,
) -> None:
    from reporting.close import approve, awaiting, refuse  # noqa: PLC0415

    with books(home) as connection:
        with desk(home, connection, whose, who) as at:
            awaiting(at, period)  # told before a run that would be for nothing
        if certifies:
            bring_up(home, connection, progress)
        with desk(home, connection, whose, who) as at:
            answered = approve(at, period, why) if certifies else refuse(at, period, why or "")
    told.answered(answered, who, as_json=as_json)
    if certifies:
        bind(home, whose, period, quietly=as_json)
