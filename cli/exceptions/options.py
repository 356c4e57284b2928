"""The options of the commands on exceptions, and the filter that they make."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from cli.options import ReconciliationOption
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


Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class FilterOptions:
    """The options that choose exceptions: `take_options` gives a command one for each field."""

    reconciliation: ReconciliationOption = None
    type_: TypeOption = None
    severity: SeverityOption = None
    status: StatusOption = None
    assignee: AssigneeOption = None
    overdue: OverdueOption = False


def take_options(
    first: Callable[..., object] | None = None, last: Callable[..., object] | None = None
) -> Callable[[Command], Command]:
    """Let the command below have the options of others beside its own, as values of its `**` parameter.

    typer reads options from a signature, so each is written once and the signature is put together here.

    Args:
        first: a function or dataclass whose keyword-only parameters come before the command's own.
        last: the same, for those that come after them.
    """

    def taking(command: Command) -> Command:
        own = inspect.signature(command).parameters.values()
        parameters = [
            *(each for each in own if each.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD),
            *(_keyword_only(first) if first else ()),
            *_keyword_only(command),
            *(_keyword_only(last) if last else ()),
        ]
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {each.name: each.annotation for each in parameters}
        return command

    return taking


def _keyword_only(declared: Callable[..., object]) -> list[inspect.Parameter]:
    parameters = inspect.signature(declared).parameters.values()
    return [each for each in parameters if each.kind is inspect.Parameter.KEYWORD_ONLY]


def queue_filter(config: "Config", options: FilterOptions, id_prefix: str = "") -> "QueueFilter":
    """The exceptions that the options choose, and of them those whose id begins so.

    Raises:
        InputError: there is no such reconciliation, severity or status; any type may come to occur.
    """
    from reconcile.casework.queue import STATUSES, QueueFilter  # noqa: PLC0415
    from tieout.config.severity import SEVERITIES  # noqa: PLC0415

    return QueueFilter(
        id_prefix=id_prefix,
        reconciliations=_only(
            _valid("reconciliation", options.reconciliation, [each.id for each in config.reconciliations])
        ),
        types=_only(options.type_),
        severities=_only(_valid("severity", options.severity, SEVERITIES)),
        statuses=_only(_valid("status", options.status, STATUSES)),
        assignees=_only(options.assignee),
        overdue=options.overdue,
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
