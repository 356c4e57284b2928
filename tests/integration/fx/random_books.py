"""Books drawn by chance in currencies of 0, 2 and 3 decimals, and what translating them comes to, told a second time.

The translation is computed here in fractions and line by line, by the definitions of IAS 21.39 and nothing that the
marts are made of: assets and liabilities at the closing rate, results at the period's average, equity at its day's rate.
"""

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

CURRENCIES = {"USD": 2, "GBP": 2, "JPY": 0, "KWD": 3}
CENTS = 100
MEMBERS = {f"m{number}": sorted(CURRENCIES)[number % 4] for number in range(8)}
PERIODS = {
    "2026-11": (date(2026, 11, 1), date(2026, 11, 30)),
    "2026-12": (date(2026, 12, 1), date(2026, 12, 31)),
    "2027-01": (date(2027, 1, 1), date(2027, 1, 31)),
}
ACCOUNTS = {"1000": "held", "2000": "held", "3000": "equity", "4000": "result", "5100": "result"}


@dataclass(frozen=True)
class Entry:
    """One line: minor units of the member's currency, debit positive."""

    member: str
    day: date
    account: str
    amount: int


def drawn_entries(seed: int) -> list[Entry]:
    """Twenty balanced journals a member, the first on 2 November; amounts from one unit to millions."""
    draw = random.Random(seed)
    entries = []
    for member in MEMBERS:
        for number in range(20):
            day = (
                date(2026, 11, 2)
                if number == 0
                else date.fromordinal(date(2026, 11, 2).toordinal() + draw.randrange(90))
            )
            amount = draw.choice((1, 7, draw.randrange(1, 10**4), draw.randrange(1, 10**8)))
            debit, credit = draw.sample(sorted(ACCOUNTS), 2)
            entries += [Entry(member, day, debit, amount), Entry(member, day, credit, -amount)]
    return entries


def rows_of(entries: list[Entry]) -> list[tuple[object, ...]]:
    """The entries as rows of a journal_csv file: two make a journal."""
    rows: list[tuple[object, ...]] = []
    for number, entry in enumerate(entries):
        currency = MEMBERS[entry.member]
        scale = CURRENCIES[currency]
        amount = f"{'-' if entry.amount < 0 else ''}{abs(entry.amount) // 10**scale}"
        amount += f".{abs(entry.amount) % 10**scale:0{scale}}" if scale else ""
        rows.append((f"x{number // 2}", entry.day, entry.account, amount, currency, "", entry.member, "", ""))
    return rows


class Quotes:
    """The European Central Bank's table: what a euro is worth."""

    def __init__(self, table: str) -> None:
        head, *lines = table.strip().splitlines()
        names = head.split(",")[1:]
        self.days: dict[date, dict[str, Fraction]] = {}
        for line in lines:
            day, *cells = line.split(",")
            self.days[date.fromisoformat(day)] = dict(zip(names, map(Fraction, cells), strict=True))

    def of(self, currency: str, into: str, day: date) -> Fraction:
        """What one unit is worth, by the last quote."""
        known = self.days[max(known for known in self.days if known <= day)]
        return _crossed({**known, "EUR": Fraction(1)}, currency, into)

    def average(self, currency: str, into: str, first: date, last: date) -> Fraction:
        """The same by the means of what a euro was quoted at."""
        quoted = [known for day, known in self.days.items() if first <= day <= last]
        means = {code: sum((known[code] for known in quoted), Fraction(0)) / len(quoted) for code in CURRENCIES}
        return _crossed({**means, "EUR": Fraction(1)}, currency, into)


def _crossed(worth_of_a_euro: Mapping[str, Fraction], currency: str, into: str) -> Fraction:
    return worth_of_a_euro[into] / worth_of_a_euro[currency]


def translated(entries: list[Entry], quotes: Quotes, into: str) -> dict[str, dict[tuple[str, str], int]]:
    """Member → (period, account) → closing balance in cents of `into`, without the translation adjustment."""
    found: dict[str, dict[tuple[str, str], int]] = {}
    for member, currency in MEMBERS.items():
        mine = [entry for entry in entries if entry.member == member]
        found[member] = _member(mine, currency, into, quotes)
    return found


def _member(entries: list[Entry], currency: str, into: str, quotes: Quotes) -> dict[tuple[str, str], int]:
    cents = Fraction(CENTS, 10 ** CURRENCIES[currency])
    balances: dict[tuple[str, str], int] = {}
    carried: Mapping[str, int] = defaultdict(int)
    for period, (first, last) in PERIODS.items():
        closing = dict(carried)
        for account, kind in ACCOUNTS.items():
            moved = [entry for entry in entries if entry.account == account and first <= entry.day <= last]
            if kind == "held":
                held = sum(entry.amount for entry in entries if entry.account == account and entry.day <= last)
                closing[account] = round(held * cents * quotes.of(currency, into, last))
            elif kind == "result":
                rate = quotes.average(currency, into, first, last)
                closing[account] = carried.get(account, 0) + round(sum(entry.amount for entry in moved) * cents * rate)
            else:
                closing[account] = carried.get(account, 0) + _by_day(moved, cents, quotes, (currency, into))
        balances |= {(period, account): amount for account, amount in closing.items()}
        carried = closing
    return balances


def _by_day(entries: list[Entry], cents: Fraction, quotes: Quotes, pair: tuple[str, str]) -> int:
    days: dict[date, int] = defaultdict(int)
    for entry in entries:
        days[entry.day] += entry.amount
    return sum(round(amount * cents * quotes.of(*pair, day)) for day, amount in days.items())
