"""What was sealed, as tables: the proofs, the checks, what was said, and the trial balance that the hash is over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from reporting.close import ClosePackage
from reporting.printing import Cell, Column, Kind, Table, plain_rows
from reporting.reports import in_decimals

Scales = Mapping[str, int]


def cover(package: ClosePackage) -> Table:
    """What the close is, as the first table of the binder."""
    columns = [Column("fact", "What"), Column("value", "As it was vouched for")]
    return Table("close", "The close", columns, plain_rows(facts(package)))


def facts(package: ClosePackage) -> list[tuple[str, str]]:
    """What stands on the cover: how the close stood when it was certified, by whom, and its hashes."""
    head = package.head
    certified = head.approved_at is not None
    return [
        ("Status", "certified" if certified else "prepared, not yet certified"),
        ("Period", f"{head.period}, {head.starts} to {head.ends}, fiscal year {head.fiscal_year}"),
        ("PreparedClose", f"by {head.prepared_by}, {_when(head.prepared_at)}"),
        ("Certified", f"by {head.approved_by}, {_when(head.approved_at)}" if certified else "–"),
        ("Remark", head.why or "–"),
        ("Close", f"number {head.close_no}"),
        ("Figures", f"as of {head.as_of}, published by run {head.run_id}"),
        ("Closing journal", head.closing_journal_id or "none"),
        ("Trial balance", f"SHA-256 {head.trial_balance_hash}"),
        ("Seal", f"SHA-256 {head.seal_hash}"),
    ]


def tables(package: ClosePackage, scales: Scales) -> list[Table]:
    """Every table of the seal, in the order of the binder."""
    until = package.head.approved_at or package.head.prepared_at
    return [
        _proofs(package, scales),
        _checks(package, scales),
        _comments(package, until),
        _balances(package, scales),
        _totals(package, scales),
        _history(package, until),
    ]


def sealed_texts(package: ClosePackage) -> dict[str, str]:
    """The sealed rows as the hashes are over them: one text a row, joined by line feeds, without one at the end."""
    balances = "\n".join(package.balance_texts)
    return {"trial-balance.seal.txt": balances, "seal.txt": "\n".join([*package.balance_texts, *package.other_texts])}


def _proofs(package: ClosePackage, scales: Scales) -> Table:
    names = ("left_total", "right_total", "in_transit", "match_difference", "exceptions_total", "unexplained")
    heads = ("Left", "Right", "In transit", "Differences", "Exceptions", "Unexplained")
    columns = [
        Column("reconciliation", "Reconciliation"),
        Column("currency", "Currency"),
        *(Column(name, head, Kind.NUMBER) for name, head in zip(names, heads, strict=True)),
        Column("exceptions", "Open", Kind.NUMBER),
    ]
    note = "Left − right = in transit + differences + exceptions; nothing is left unexplained."
    return _table(package.proofs, scales, Table("reconciliations", "Reconciliations", columns, (), note=note))


def _checks(package: ClosePackage, scales: Scales) -> Table:
    columns = [
        Column("title", "Check"),
        Column("state", "State", Kind.WORD),
        Column("detail", "What was found"),
        Column("amount", "Amount", Kind.NUMBER),
        Column("currency", "Currency"),
        Column("accepted_reason", "Accepted because"),
    ]
    return _table(package.checks, scales, Table("checks", "Checks and acceptances", columns, ()))


def _comments(package: ClosePackage, until: datetime) -> Table:
    columns = [
        Column("book", "Book", on_paper=False),
        Column("account_code", "Account"),
        Column("comment", "Comment"),
        Column("who", "Who"),
        Column("recorded_at", "When", Kind.DAY),
    ]
    said = [comment for comment in package.comments if comment.recorded_at <= until]
    return _table(said, {}, Table("flux_comments", "Comments on figures that moved", columns, ()))


def _balances(package: ClosePackage, scales: Scales) -> Table:
    columns = [
        Column("book", "Book", on_paper=len({each.book for each in package.balances}) > 1),
        Column("account_code", "Account"),
        Column("account_name", "Name"),
        Column("currency", "Currency"),
        Column("opening", "Opening", Kind.NUMBER),
        Column("closing", "Closing", Kind.NUMBER),
        Column("base_currency", "Functional"),
        Column("base_closing", "Closing (functional)", Kind.NUMBER),
    ]
    note = "Debit positive, before the journal that closes a year. The hash of the trial balance is over these rows."
    return _table(
        package.balances, scales, Table("sealed_trial_balance", "Sealed trial balance", columns, (), note=note)
    )


def _totals(package: ClosePackage, scales: Scales) -> Table:
    columns = [
        Column("source", "Source"),
        Column("currency", "Currency"),
        Column("lines", "Lines", Kind.NUMBER),
        Column("total", "Sum of lines", Kind.NUMBER),
        Column("last_date", "Last line", Kind.DAY),
    ]
    return _table(
        package.totals, scales, Table("statement_totals", "External statements to the period's end", columns, ())
    )


def _history(package: ClosePackage, until: datetime) -> Table:
    columns = [
        Column("event_no", "No.", Kind.NUMBER),
        Column("kind", "Event", Kind.WORD),
        Column("close_no", "Close", Kind.NUMBER),
        Column("who", "Who"),
        Column("recorded_at", "When", Kind.DAY),
        Column("why", "Why"),
    ]
    events = [event for event in package.events if event.recorded_at <= until]
    return _table(events, {}, Table("history", "History of the close", columns, ()))


def _table(rows: Sequence[Any], scales: Scales, table: Table) -> Table:
    """The table with the named fields of each row, amounts in the decimals of the currency beside them."""
    return replace(
        table, rows=plain_rows([_cell(row, column.name, scales) for column in table.columns] for row in rows)
    )


def _cell(row: Any, name: str, scales: Scales) -> Cell:  # noqa: ANN401 - rows of several kinds
    value: Cell = getattr(row, name)
    money = row.base_currency if name.startswith("base_") else getattr(row, "currency", None)
    return in_decimals(value, scales.get(money, 0) if money else 0) if isinstance(value, Decimal) else value


def _when(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "–"
