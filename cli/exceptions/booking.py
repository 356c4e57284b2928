"""Write off, suspense, correct; request, approve, decline: journals that one person drafts and another approves."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exceptions.asked import DayOption, Work, action, decimal
from tieout.errors import InputError

if TYPE_CHECKING:
    from reconcile.casework import Desk, Done, Terms

AccountOption = Annotated[str | None, typer.Option(help="The other account.", show_default="by kind")]
EntityOption = Annotated[str | None, typer.Option(help="Whose book.", show_default="the item's")]
RateOption = Annotated[str | None, typer.Option(help="Units of the book's currency for one of the item's.")]
RateSourceOption = Annotated[str | None, typer.Option(help="Who says so, such as ECB.")]
DraftOption = Annotated[list[int] | None, typer.Option("--draft", help="By the draft's number; once for each.")]


def add_to(commands: typer.Typer) -> None:
    """Register the commands."""
    action(commands, "write-off", write_off)
    action(commands, "suspense", suspense)
    action(commands, "correct", correct)
    action(commands, "request", request)
    action(commands, "approve", approve)
    action(commands, "decline", decline)


def write_off(  # noqa: PLR0913 - a command's options
    work: Work,
    *,
    kind_of: Annotated[str, typer.Option("--as", help="write_off, fee, fx_difference or rounding.")] = "write_off",
    account: AccountOption = None,
    entity: EntityOption = None,
    date: DayOption = None,
    rate: RateOption = None,
    rate_source: RateSourceOption = None,
) -> "Done":
    """Draft a journal that writes exceptions off; a second person approves it."""
    return _draft(work, kind_of, _terms(account, entity, date, rate, rate_source))


def suspense(  # noqa: PLR0913 - a command's options
    work: Work,
    *,
    account: AccountOption = None,
    entity: EntityOption = None,
    date: DayOption = None,
    rate: RateOption = None,
    rate_source: RateSourceOption = None,
) -> "Done":
    """Draft a journal that books exceptions to suspense; a second person approves it."""
    return _draft(work, "suspense", _terms(account, entity, date, rate, rate_source))


def correct(  # noqa: PLR0913 - a command's options
    work: Work,
    *,
    account: AccountOption = None,
    entity: EntityOption = None,
    date: DayOption = None,
    rate: RateOption = None,
    rate_source: RateSourceOption = None,
) -> "Done":
    """Draft a correcting journal against any account; a second person approves it."""
    return _draft(work, "correct", _terms(account, entity, date, rate, rate_source))


def request(work: Work, *, draft: DraftOption = None) -> "Done":
    """Ask again for the approval of drafts that were declined or withdrawn."""
    from reconcile import casework  # noqa: PLC0415

    return casework.request_approval(work.desk, _drafts(work, draft), work.why or None)


def approve(work: Work, *, draft: DraftOption = None) -> "Done":
    """Approve drafts of somebody else: their journals are posted."""
    from reconcile import casework  # noqa: PLC0415

    return casework.approve(work.desk, _drafts(work, draft), work.why or None)


def decline(work: Work, *, draft: DraftOption = None) -> "Done":
    """Decline drafts: nothing is posted."""
    from reconcile import casework  # noqa: PLC0415

    return casework.decline(work.desk, _drafts(work, draft), work.why)


def _draft(work: Work, kind: str, terms: "Terms") -> "Done":
    from reconcile import casework  # noqa: PLC0415

    return casework.draft(work.desk, work.ids(), kind, work.why, terms)


def _terms(
    account: str | None, entity: str | None, date: datetime | None, rate: str | None, rate_source: str | None
) -> "Terms":
    from reconcile.casework import Terms  # noqa: PLC0415

    day = date.date() if date else None
    return Terms(account, entity, day, decimal(rate) if rate else None, rate_source)


def _drafts(work: Work, named: list[int] | None) -> list[int]:
    """The drafts that are named, or the latest of each exception; one that settles several counts once."""
    if named:
        return named
    return _of_exceptions(work.desk, work.ids())


def _of_exceptions(desk: "Desk", ids: list[str]) -> list[int]:
    from reconcile.casework import states  # noqa: PLC0415

    drafted = {state.exception_id: state.draft_no for state in states(desk.connection, desk.tenant, ids)}
    without = next((one for one in ids if drafted.get(one) is None), None)
    if without is not None:
        raise InputError(f"exception {without} has no draft: make one with `tieout exceptions write-off`")
    return list(dict.fromkeys(number for number in drafted.values() if number is not None))
