"""`confirm`, `reject`, `match`, `unmatch`, `split`: a person decides what belongs together."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.exceptions.action import ActionContext, perform, register_action
from cli.exceptions.options import DryRunOption, WhoOption, WhyOption, decimal
from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, open_workspace
from tieout.errors import InputError

if TYPE_CHECKING:
    from reconcile.casework import ActionResult, CaseworkSession

MatchOption = Annotated[str | None, typer.Option("--match", help="The proposal, where there are several.")]


def add_to(commands: typer.Typer) -> None:
    """Register the commands."""
    register_action(commands, "confirm", confirm)
    register_action(commands, "reject", reject)
    register_action(commands, "match", match)
    commands.command("unmatch")(unmatch)
    register_action(commands, "split", split)


def confirm(context: ActionContext, *, match_id: MatchOption = None) -> "ActionResult":
    """Confirm the proposed match of exceptions."""
    from reconcile import casework  # noqa: PLC0415

    return casework.confirm(
        context.session, context.exception_ids(), context.reason, _match_id(context.session, match_id)
    )


def reject(context: ActionContext, *, match_id: MatchOption = None) -> "ActionResult":
    """Reject the proposed matches of exceptions: they are not made again."""
    from reconcile import casework  # noqa: PLC0415

    return casework.reject(
        context.session, context.exception_ids(), context.reason, _match_id(context.session, match_id)
    )


def match(
    context: ActionContext,
    *,
    item: Annotated[list[str] | None, typer.Option(help="A further item, by its item_id; may be repeated.")] = None,
) -> "ActionResult":
    """Match exceptions with each other, and with further items, as one."""
    from reconcile import casework  # noqa: PLC0415

    return casework.force_match(context.session, context.exception_ids(), context.reason, item or ())


def unmatch(  # noqa: PLR0913 - a command's options
    matches: Annotated[
        list[str], typer.Argument(metavar="MATCH...", help="Matches, by their ids or first characters.")
    ],
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    who: WhoOption = None,
    why: WhyOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take confirmed matches apart: they are not made again."""

    def act(session: "CaseworkSession") -> "ActionResult":
        from reconcile import casework  # noqa: PLC0415
        from reconcile.casework.ids import match_ids  # noqa: PLC0415

        return casework.unmatch(session, match_ids(session, matches), why or "")

    perform(open_workspace(folder), who, act, dry_run=dry_run, as_json=as_json)


def split(
    context: ActionContext,
    *,
    part: Annotated[list[str], typer.Option(help="Amount of a part, in major units; may be repeated.")],
) -> "ActionResult":
    """Take an item as several parts, which sum exactly to it."""
    from reconcile import casework  # noqa: PLC0415

    ids = context.exception_ids()
    if len(ids) != 1:
        raise InputError(f"split one exception at a time, not {len(ids)}")
    return casework.split(context.session, ids[0], [decimal(amount) for amount in part], context.reason)


def _match_id(session: "CaseworkSession", match_id: str | None) -> str | None:
    from reconcile.casework.ids import match_ids  # noqa: PLC0415

    return None if match_id is None else match_ids(session, [match_id])[0]
