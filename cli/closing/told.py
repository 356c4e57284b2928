"""What the commands of a close say."""

from typing import TYPE_CHECKING

from cli.printed import print_json

if TYPE_CHECKING:
    from ledger.periods import Period
    from reporting.close import Blocked, Close, Prepared


def prepared(entity: str, done: "Prepared", *, as_json: bool) -> None:
    """That a period is closed: locked, sealed, and waiting for a second person."""
    from cli.screen import out  # noqa: PLC0415

    if as_json:
        print_json(
            {
                "entity": entity,
                "changed": done.changed,
                **done.period._asdict(),
                "close": done.close._asdict(),
                "checks": [check._asdict() for check in done.checks],
            }
        )
        return
    moved(entity, done.period, changed=done.changed, as_json=False)
    for check in done.checks:
        if check.state == "accepted":
            out.print(f"  accepted: {check.check_id}: {check.accepted_reason} ({check.detail})", markup=False)
    if done.close.closing_journal_id is not None:
        out.print(f"  fiscal year {done.close.fiscal_year} is closed by journal {done.close.closing_journal_id}")
    if done.close.state == "prepared":
        period = done.close.period
        out.print(f"  sealed: SHA-256 {done.close.trial_balance_hash}")
        out.print(f"  a second person certifies it: tieout close {period} --entity {entity} --approve --by NAME")


def moved(entity: str, period: "Period", *, changed: bool, as_json: bool) -> None:
    """That a period is closed or reopened now, or was so already."""
    from cli.screen import out  # noqa: PLC0415

    if as_json:
        print_json({"entity": entity, "changed": changed, **period._asdict()})
    elif changed:
        out.print(
            f"[green]✓[/green] period {period.period} of {entity} is {period.status} ({period.starts} to {period.ends})"
        )
    else:
        who_and_when = f"by {period.by} at {period.at:%Y-%m-%d %H:%M}"
        out.print(f"period {period.period} of {entity} was {period.status} already, {who_and_when}")


def answered(close: "Close", who: str, *, as_json: bool) -> None:
    """That a close is certified, or taken back."""
    from cli.screen import out  # noqa: PLC0415

    if as_json:
        print_json(close._asdict())
    elif close.state == "certified":
        out.print(
            f"[green]✓[/green] period {close.period} of {close.entity} is certified by {who}"
            f" (prepared by {close.prepared_by}, SHA-256 {close.trial_balance_hash})"
        )
    else:
        out.print(
            f"[green]✓[/green] the close of {close.period} of {close.entity} is refused by {who}: it is open again"
        )


def blocked_as_json(entity: str, period: str, blocked: "Blocked") -> None:
    """The checks that block, for a program."""
    checks = [check._asdict() for check in blocked.checks]
    print_json({"entity": entity, "period": period, "changed": False, "status": "blocked", "checks": checks})
