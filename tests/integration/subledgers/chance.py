"""Customers by chance: invoices and payments in no order but their dates', and what is open of them, one line at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

ENTITY = "chance"
FIRST_DAY, LAST_DAY = date(2026, 6, 1), date(2026, 11, 20)
BETWEEN_DELIVERIES = date(2026, 9, 30)


class Entry(NamedTuple):
    """A line on receivables, in whole euros; debit positive."""

    day: date
    amount: int
    reference: str
    party: str

    @property
    def item(self) -> str:
        """What it belongs to: its reference, else its party."""
        return self.reference or self.party


def drawn(number: int = 400) -> list[Entry]:
    """Round amounts and few references, so that many items are paid in full, in parts, too much, and again later."""
    chance = Random(20261120)
    entries = []
    for _ in range(number):
        day = FIRST_DAY + timedelta(days=chance.randint(0, (LAST_DAY - FIRST_DAY).days))
        named = chance.choice([*range(1, 41), *([None] * 12)])
        party = f"Party {chance.randint(1, 5) if named is None else named % 7}"
        written = party if named is None or chance.random() < 0.6 else ""
        amount = chance.choice([-30, -20, -10, 10, 20, 30])
        entries.append(Entry(day, amount, f"INV-{named}" if named else "", written))
    return entries


def journals(entries: Sequence[Entry], columns: Iterable[str]) -> list[str]:
    """Each entry as a journal of two rows against revenue, under these columns."""
    rows = []
    for number, entry in enumerate(entries):
        for account, amount in (("1100", entry.amount), ("4000", -entry.amount)):
            row: Mapping[str, object] = {
                "journal_id": f"{ENTITY}-{entry.day}-{number}",
                "date": entry.day,
                "account": account,
                "debit": max(amount, 0),
                "credit": max(-amount, 0),
                "reference": entry.reference,
                "counterparty": entry.party,
                "entity": ENTITY,
            }
            rows.append(",".join(str(row.get(column, "")) for column in columns))
    return rows


def open_items(entries: Iterable[Entry]) -> set[tuple[str, date, int]]:
    """Item, day and amount of what is open: the oldest of the larger side is settled first."""
    items: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        items[entry.item].append(entry)
    still_open: defaultdict[tuple[str, date], int] = defaultdict(int)
    for item, lines in items.items():
        side = 1 if sum(line.amount for line in lines) > 0 else -1
        settling = sum(abs(line.amount) for line in lines if line.amount * side < 0)
        for line in sorted(lines):
            if line.amount * side > 0:
                settled = min(settling, abs(line.amount))
                settling -= settled
                still_open[item, line.day] += line.amount - side * settled
    return {(item, day, amount) for (item, day), amount in still_open.items() if amount}
