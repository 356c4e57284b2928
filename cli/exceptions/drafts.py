"""`write-off`, `suspense`, `correct`; `request`, `approve`, `decline`: one drafts a journal, another approves."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.exceptions.action import ActionContext, register_action
from cli.exceptions.options import DateOption, decimal, take_options
from tieout.errors import InputError

if TYPE_CHECKING:
    from reconcile.casework import ActionResult, CaseworkSession

AccountOption = Annotated[str | None, typer.Option(help="The other account.", show_default="the usual one")]
EntityOption = Annotated[str | None, typer.Option(help="In whose book it is posted.", show_default="the item's")]
RateOption = Annotated[str | None, typer.Option(help="Units of the book's currency for one of the item's.")]
RateSourceOption = Annotated[str | None, typer.Option(help="Where the rate comes from, such as ECB.")]
DraftOption = Annotated[list[int] | None, typer.Option("--draft", help="The draft's number; may be repeated.")]


@dataclass(frozen=True, kw_only=True)
class TermsOptions:
    """The options of a journal that is drafted: `take_options` gives a command one for each field."""

    account: AccountOption = None
    entity: EntityOption = None
    date: DateOption = None
    rate: RateOption = None
    rate_source: RateSourceOption = None


def add_to(commands: typer.Typer) -> None:
    """Register the commands."""
    register_action(commands, "write-off", write_off)
    register_action(commands, "suspense", suspense)
    register_action(commands, "correct", correct)
    register_action(commands, "request", request)
    register_action(commands, "approve", approve)
    register_action(commands, "decline", decline)


@take_options(last=TermsOptions)
def write_off(
    context: ActionContext,
    *,
    kind_of: Annotated[str, typer.Option("--as", help="write_off, fee, fx_difference or rounding.")] = "write_off",
    **terms: Any,  # noqa: ANN401 - an option for each field of `TermsOptions`
) -> "ActionResult":
    """Draft a journal that writes exceptions off; a second person approves it."""
    return _draft(context, kind_of, TermsOptions(**terms))


@take_options(last=TermsOptions)
def suspense(
    context: ActionContext,
    **terms: Any,  # noqa: ANN401 - an option for each field of `TermsOptions`
) -> "ActionResult":
    """Draft a journal that books exceptions to suspense; a second person approves it."""
    return _draft(context, "suspense", TermsOptions(**terms))


@take_options(last=TermsOptions)
def correct(
    context: ActionContext,
    **terms: Any,  # noqa: ANN401 - an option for each field of `TermsOptions`
) -> "ActionResult":
    """Draft a correcting journal against any account; a second person approves it."""
    return _draft(context, "correct", TermsOptions(**terms))


def request(context: ActionContext, *, draft: DraftOption = None) -> "ActionResult":
    """Ask again for the approval of drafts that were declined or withdrawn."""
    from reconcile import casework  # noqa: PLC0415

    return casework.request_approval(context.session, _drafts(context, draft), context.reason or None)


def approve(context: ActionContext, *, draft: DraftOption = None) -> "ActionResult":
    """Approve drafts of somebody else: their journals are posted."""
    from reconcile import casework  # noqa: PLC0415

    return casework.approve(context.session, _drafts(context, draft), context.reason or None)


def decline(context: ActionContext, *, draft: DraftOption = None) -> "ActionResult":
    """Decline drafts: nothing is posted."""
    from reconcile import casework  # noqa: PLC0415

    return casework.decline(context.session, _drafts(context, draft), context.reason)


def _draft(context: ActionContext, kind: str, options: TermsOptions) -> "ActionResult":
    from reconcile import casework  # noqa: PLC0415

    day = options.date.date() if options.date else None
    rate = decimal(options.rate) if options.rate else None
    terms = casework.Terms(options.account, options.entity, day, rate, options.rate_source)
    return casework.draft(context.session, context.exception_ids(), kind, context.reason, terms)


def _drafts(context: ActionContext, numbers: list[int] | None) -> list[int]:
    """The drafts that are named, or the latest of each exception; one that settles several counts once."""
    if numbers:
        return numbers
    return _latest_drafts(context.session, context.exception_ids())


def _latest_drafts(session: "CaseworkSession", ids: list[str]) -> list[int]:
    from reconcile.casework import states  # noqa: PLC0415

    drafted = {state.exception_id: state.draft_no for state in states(session.connection, session.tenant, ids)}
    without = next((one for one in ids if drafted.get(one) is None), None)
    if without is not None:
        raise InputError(f"exception {without} has no draft: make one with `tieout exceptions write-off`")
    return list(dict.fromkeys(number for number in drafted.values() if number is not None))
