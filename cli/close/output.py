"""What the commands of a close print."""

from typing import TYPE_CHECKING

from cli.serialization import print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.periods import Period
    from reporting.close import Close, CloseBlockedError, PreparedClose


def print_prepared(entity_id: str, done: "PreparedClose", *, as_json: bool) -> None:
    """Print that a period is closed: locked with the earlier ones, sealed, and waiting for a second person."""
    from cli.terminal import out  # noqa: PLC0415

    if as_json:
        print_json(
            {
                "entity": entity_id,
                "changed": done.changed,
                **done.period._asdict(),
                "close": done.close._asdict(),
                "checks": [check._asdict() for check in done.checks],
                "locked_with": list(done.locked_with),
            }
        )
        return
    print_period(entity_id, done.period, changed=done.changed, as_json=False)
    if done.locked_with:
        out.print(f"  locked with it, for they hold no journals: {_span(done.locked_with)}")
    for check in done.checks:
        if check.state == "accepted":
            out.print(f"  accepted: {check.check_id}: {check.accepted_reason} ({check.detail})", markup=False)
    if done.close.closing_journal_id is not None:
        out.print(f"  fiscal year {done.close.fiscal_year} is closed by journal {done.close.closing_journal_id}")
    if done.close.state == "prepared":
        period = done.close.period
        out.print(f"  sealed: SHA-256 {done.close.trial_balance_hash}")
        out.print(f"  a second person certifies it: tieout close {period} --entity {entity_id} --approve --by NAME")


def print_period(entity_id: str, period: "Period", *, changed: bool, as_json: bool) -> None:
    """Print that a period is now closed or reopened, or was so already."""
    from cli.terminal import out  # noqa: PLC0415

    if as_json:
        print_json({"entity": entity_id, "changed": changed, **period._asdict()})
    elif changed:
        out.print(
            f"[green]✓[/green] period {period.period} of {entity_id} is {period.status}"
            f" ({period.starts} to {period.ends})"
        )
    else:
        by_whom = f"by {period.by} at {period.at:%Y-%m-%d %H:%M}"
        out.print(f"period {period.period} of {entity_id} was {period.status} already, {by_whom}")


def print_answered(close: "Close", actor: str, *, as_json: bool) -> None:
    """Print that a close is certified, or refused."""
    from cli.terminal import out  # noqa: PLC0415

    if as_json:
        print_json(close._asdict())
    elif close.state == "certified":
        out.print(
            f"[green]✓[/green] period {close.period} of {close.entity} is certified by {actor}"
            f" (prepared by {close.prepared_by}, SHA-256 {close.trial_balance_hash})"
        )
    else:
        out.print(
            f"[green]✓[/green] the close of {close.period} of {close.entity} is refused by {actor}:"
            " the period is open again"
        )


def print_blocked(entity_id: str, period: str, blocked: "CloseBlockedError") -> None:
    """Print the checks that block, as one JSON object."""
    checks = [check._asdict() for check in blocked.checks]
    print_json({"entity": entity_id, "period": period, "changed": False, "status": "blocked", "checks": checks})


def _span(periods: "Sequence[str]") -> str:
    return periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]} ({len(periods)} periods)"
