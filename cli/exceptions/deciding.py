"""Confirm, reject, match, unmatch, split: what belongs together, by a person's word."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.exceptions.asked import DryRunOption, WhoOption, WhyOption, Work, action, decimal, perform
from cli.options import HERE, JsonOption, WorkspaceOption
from tieout.errors import InputError

if TYPE_CHECKING:
    from reconcile.casework import Desk, Done

MatchOption = Annotated[str | None, typer.Option("--match", help="The proposal, where there are several.")]


def add_to(commands: typer.Typer) -> None:
    """Register the commands."""
    action(commands, "confirm", confirm)
    action(commands, "reject", reject)
    action(commands, "match", match)
    commands.command("unmatch")(unmatch)
    action(commands, "split", split)


def confirm(work: Work, *, match_id: MatchOption = None) -> "Done":
    """Confirm the proposed match of exceptions."""
    from reconcile import casework  # noqa: PLC0415

    return casework.confirm(work.desk, work.ids(), work.why, _whole(work.desk, match_id))


def reject(work: Work, *, match_id: MatchOption = None) -> "Done":
    """Reject the proposed matches of exceptions: they are not made again."""
    from reconcile import casework  # noqa: PLC0415

    return casework.reject(work.desk, work.ids(), work.why, _whole(work.desk, match_id))


def match(
    work: Work,
    *,
    item: Annotated[list[str] | None, typer.Option(help="A further item, by its item_id; once for each.")] = None,
) -> "Done":
    """Match exceptions with each other, and with further items, as one."""
    from reconcile import casework  # noqa: PLC0415

    return casework.force_match(work.desk, work.ids(), work.why, item or ())


def unmatch(  # noqa: PLR0913 - a command's options
    match_ids: Annotated[list[str], typer.Argument(metavar="MATCH...", help="Ids of matches, or how they begin.")],
    workspace: WorkspaceOption = HERE,
    *,
    who: WhoOption = None,
    why: WhyOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take confirmed matches apart: they are not made again."""

    def act(desk: "Desk") -> "Done":
        from cli.casework import whole_match_ids  # noqa: PLC0415
        from reconcile import casework  # noqa: PLC0415

        return casework.unmatch(desk, whole_match_ids(desk, match_ids), why or "")

    perform(workspace, who, act, dry_run=dry_run, as_json=as_json)


def split(
    work: Work,
    *,
    part: Annotated[list[str], typer.Option(help="Amount of a part, in major units; once for each.")],
) -> "Done":
    """Take an item as several parts, which sum exactly to it."""
    from reconcile import casework  # noqa: PLC0415

    ids = work.ids()
    if len(ids) != 1:
        raise InputError(f"one exception is split at a time, not {len(ids)}")
    return casework.split(work.desk, ids[0], [decimal(amount) for amount in part], work.why)


def _whole(desk: "Desk", match_id: str | None) -> str | None:
    from cli.casework import whole_match_ids  # noqa: PLC0415

    return None if match_id is None else whole_match_ids(desk, [match_id])[0]
