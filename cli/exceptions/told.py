"""What was done, as the terminal or a program reads it."""

from cli.printed import print_json
from cli.screen import out, table
from reconcile.casework import Desk, Done, Draft, drafts

_SHOWN = 20


def tell(desk: Desk, done: Done, *, rehearsed: bool, as_json: bool) -> None:
    """The events, exceptions and journals of an action."""
    made = drafts(desk.connection, desk.tenant, None, done.drafts) if done.drafts else []
    if as_json:
        told = {"dry_run": rehearsed, **done._asdict(), "drafts": [draft._asdict() for draft in made]}
        print_json(told)
        return
    count = f"{len(done.exceptions):,} exception" + ("" if len(done.exceptions) == 1 else "s")
    if rehearsed:
        out.print(f"Would touch {count}, and keeps nothing:")
        out.print("\n".join(done.exceptions[:_SHOWN]))
    else:
        out.print(f"[green]✓[/green] {count}, event{'' if len(done.events) == 1 else 's'} {_numbers(done.events)}")
    if made:
        out.print(drafts_table(made))


def drafts_table(made: list[Draft]) -> object:
    """Drafts as a table: what moves from where to where."""
    columns = ("draft", "state", "kind", "entity", "date", "account", "amount", "", "against", "by", "why")
    rows = [
        (
            draft.draft_no,
            draft.state,
            draft.kind,
            draft.entity_id,
            draft.date,
            draft.account,
            draft.amount,
            draft.currency,
            draft.contra,
            draft.who,
            draft.why,
        )
        for draft in made
    ]
    return table(columns, rows, numbers=("draft", "amount"))


def _numbers(events: tuple[int, ...]) -> str:
    return str(events[0]) if len(events) == 1 else f"{min(events)} to {max(events)}"
