"""What the commands on exceptions print."""

from typing import Any

from cli.serialization import print_json
from cli.terminal import Column, counted, fitted_table, out, table
from reconcile.casework import ActionResult, CaseworkSession, Draft, drafts
from tieout.suggestions import did_you_mean

_MOST_SHOWN = 20
_DIGITS_OF_AN_ID = 8

CASE_SECTIONS = {
    "candidates": (
        Column("item_id", 1, most=36),
        Column("amount", 2, is_number=True),
        Column("currency", 4),
        Column("date", 3),
        Column("reference", 5, most=28),
        Column("why_not", 2, wraps=True),
    ),
    "proposals": (
        Column("match_id", 1, most=12),
        Column("pass", 3),
        Column("score", 4, is_number=True),
        Column("difference", 2, is_number=True),
        Column("reason", 2, wraps=True),
    ),
    "events": (
        Column("event_no", 1, is_number=True),
        Column("recorded_at", 3),
        Column("who", 2, most=16),
        Column("kind", 1),
        Column("why", 4, wraps=True),
        Column("details", 5, wraps=True),
        Column("stands", 6),
    ),
}
"""The further parts of an exception, beside its own columns."""


def print_queue(rows: list[dict[str, Any]], total: int) -> None:
    """Print exceptions as a table, of `total` that there are, and what to do about each type."""
    if not rows:
        out.print("No exception fits this filter." if total else "[green]Everything ties out.[/green]")
        return
    all_open = all(row["status"] == "open" for row in rows)
    lines = [
        (
            row["exception_id"][:_DIGITS_OF_AN_ID],
            row["severity"],
            row["type"],
            row["assignee"] if row["status"] == "assigned" else row["status"],
            row["reconciliation"] or row["source"],
            row["amount"],
            row["currency"],
            row["date"],
            row["age_days"],
            row["counterparty"],
            row["reference"] or row["line_ref"],
        )
        for row in rows
    ]
    out.print(fitted_table(_queue_columns(all_open=all_open), lines))
    advice = {(row["type"], row["suggestion"]) for row in rows if row["suggestion"]}
    out.print()
    out.print(table(("type", "what to do"), sorted(advice)))
    out.print(f"\n[dim]{len(rows)} of {total}; `tieout exceptions show ID` shows all of one[/dim]")


def print_no_such_type(type_: str, types: list[str]) -> None:
    """Print that no exception is of a type (which may come to occur), and the nearest that occurs."""
    out.print(f"No exception is of type '{type_}': {did_you_mean(type_, types)}", markup=False)


def _queue_columns(*, all_open: bool) -> tuple[Column, ...]:
    return (
        Column("id", 1),
        Column("severity", 2),
        Column("type", 4),
        Column("status", 11 if all_open else 5, most=16),
        Column("of", 10, most=20),
        Column("amount", 3, is_number=True),
        Column("", 3),
        Column("date", 6),
        Column("age", 9, is_number=True),
        Column("counterparty", 7, most=24),
        Column("reference", 8, most=28),
    )


def print_result(session: CaseworkSession, result: ActionResult, *, dry_run: bool, as_json: bool) -> None:
    """Print the events, exceptions and journals of an action."""
    written = drafts(session.connection, session.tenant, None, result.drafts) if result.drafts else []
    if as_json:
        print_json({"dry_run": dry_run, **result._asdict(), "drafts": [draft._asdict() for draft in written]})
        return
    exceptions = counted(len(result.exceptions), "exception")
    if dry_run:
        out.print(f"Would change {exceptions}; nothing is saved:")
        out.print("\n".join(result.exceptions[:_MOST_SHOWN]))
    else:
        out.print(f"[green]✓[/green] {exceptions}, event{_numbers(result.events)}")
    if written:
        out.print(drafts_table(written))


def drafts_table(rows: list[Draft]) -> object:
    """Drafts as a table: what moves from which account to which."""
    columns = (
        Column("draft", 1, is_number=True),
        Column("state", 5),
        Column("kind", 3),
        Column("entity", 7, most=16),
        Column("date", 4),
        Column("account", 2),
        Column("amount", 2, is_number=True),
        Column("", 2),
        Column("against", 2),
        Column("by", 3, most=16),
        Column("why", 6, wraps=True),
    )
    cells = [
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
        for draft in rows
    ]
    return fitted_table(columns, cells)


def _numbers(events: tuple[int, ...]) -> str:
    return f" {events[0]}" if len(events) == 1 else f"s {min(events)} to {max(events)}"
