"""The options of the commands on exceptions, and the filter that they make."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from tieout.errors import InputError
from tieout.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.casework.queue import QueueFilter
    from tieout.config import Config

IdsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help="Ids, or their first characters.", show_default="a filter")
]
TypeOption = Annotated[str | None, typer.Option("--type", help="Only this type, such as missing_in_ledger.")]
SeverityOption = Annotated[
    str | None, typer.Option("--severity", help="Only this severity: critical, high, medium or low.")
]
StatusOption = Annotated[
    str | None,
    typer.Option(
        "--status",
        help="Only this status: open, assigned, pending_approval, reopened, ignored or resolved.",
    ),
]
AssigneeOption = Annotated[str | None, typer.Option("--assignee", help="Only this person's.")]
OverdueOption = Annotated[bool, typer.Option("--overdue", help="Only those past their due date.")]
WhoOption = Annotated[
    str | None, typer.Option("--who", help="Who acts; recorded permanently.", show_default="your login name")
]
WhyOption = Annotated[str | None, typer.Option("--why", help="The reason; recorded permanently.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show what would happen, and save nothing.")]
DateOption = Annotated[
    datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="The journal's effective date.")
]


def queue_filter(  # noqa: PLR0913 - an argument for each option
    config: "Config",
    *,
    id_prefix: str | None = None,
    reconciliation: str | None,
    type_: str | None,
    severity: str | None,
    status: str | None,
    assignee: str | None,
    overdue: bool,
) -> "QueueFilter":
    """The exceptions that the options choose.

    Raises:
        InputError: there is no such reconciliation, severity or status; any type may come to occur.
    """
    from reconcile.casework.queue import STATUSES, QueueFilter  # noqa: PLC0415
    from tieout.config.severity import SEVERITIES  # noqa: PLC0415

    return QueueFilter(
        id_prefix=id_prefix or "",
        reconciliations=_only(_valid("reconciliation", reconciliation, [each.id for each in config.reconciliations])),
        types=_only(type_),
        severities=_only(_valid("severity", severity, SEVERITIES)),
        statuses=_only(_valid("status", status, STATUSES)),
        assignees=_only(assignee),
        overdue=overdue,
    )


def decimal(text: str) -> Decimal:
    """An amount or a rate, exactly as it was written.

    Raises:
        InputError: it is not a decimal number with a point.
    """
    try:
        return Decimal(text)
    except InvalidOperation:
        raise InputError(f"'{text}' is not a number of the form 1234.56") from None


def _only(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


def _valid(noun: str, word: str | None, valid: "Sequence[str]") -> str | None:
    if word is not None and word not in valid:
        raise InputError(f"no {noun} '{word}': {did_you_mean(word, valid)}")
    return word
