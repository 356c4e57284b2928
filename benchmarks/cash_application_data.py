"""A receivables ledger and the bank receipts that settle it, with the truth about every receipt.

What makes cash application hard is in it: payments for several invoices, instalments, short-pays, early-payment
discounts, credit memos set off, payments made twice, money that is for nothing we know; with remittance advice in half
a dozen spellings, misspelt now and then, or with none. A third of the invoices is not paid at all, so that every
customer has open items which are not meant.
"""

import csv
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import NamedTuple

FIRST = date(2026, 3, 1)
LAST_DUE = 60
COLUMNS = ("id", "date", "amount", "reference", "description", "counterparty")
KINDS = {
    "one invoice, its reference": 22,
    "one invoice, no advice": 10,
    "many invoices, advised": 22,
    "many invoices, no advice": 8,
    "many invoices, one misspelt": 2,
    "instalments, advised": 6,
    "instalments, no advice": 2,
    "short-pay, advised": 6,
    "short-pay, no advice": 2,
    "discount, advised": 6,
    "discount, no advice": 3,
    "credit memo, advised": 5,
    "credit memo, no advice": 2,
    "paid twice, advised": 2,
    "paid twice, no advice": 1,
    "for nothing known": 1,
}
"""The kinds of receipts, and how many of a hundred each is."""


class Item(NamedTuple):
    """One line of a file; `amount` in cents."""

    id: str
    date: date
    amount: int
    reference: str
    description: str
    counterparty: str


@dataclass(frozen=True)
class Application:
    """One payment event: the sets of line ids that settle it rightly (any one of them), and all receipts of it."""

    kind: str
    receipts: frozenset[str]
    right: tuple[frozenset[str], ...]


@dataclass
class Receivables:
    """Both sides and the truth."""

    ledger: list[Item] = field(default_factory=list)
    bank: list[Item] = field(default_factory=list)
    truth: list[Application] = field(default_factory=list)


def generate(root: Path, seed: int, payments: int) -> list[Application]:
    """Write a workspace's inbox of so many payments under `root`; returns the truth about them."""
    dice = random.Random(seed)  # noqa: S311 - a test set, no secret
    made = _Business(dice, payments).receivables
    for name, items in (("ledger", made.ledger), ("bank", made.bank)):
        _write(root / "inbox" / f"{name}.csv", sorted(items, key=lambda item: (item.date, item.id)))
    return made.truth


def _write(path: Path, items: list[Item]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for item in items:
            writer.writerow((item.id, item.date, Decimal(item.amount).scaleb(-2), *item[3:]))


class _Business:
    """A year of selling and being paid, drawn at random."""

    def __init__(self, dice: random.Random, payments: int) -> None:
        self.dice = dice
        self.receivables = Receivables()
        self.customers = _names(dice, max(20, payments // 12))
        kinds = dice.choices(list(KINDS), weights=list(KINDS.values()), k=payments)
        for kind in kinds:
            self._pay(kind, dice.choice(self.customers))

    def _pay(self, kind: str, customer: str) -> None:
        what, _, how = kind.partition(", ")
        advised = how in ("advised", "its reference", "one misspelt")
        sold = self._sell(what, customer)
        for _ in range(self.dice.choice((0, 0, 1, 1))):
            self._invoice(customer, sold[0].date)  # never paid
        owed = sum(item.amount for item in sold)
        remittance = self._remittance(kind, sold) if advised else ("", self._small_talk())
        paid = self._amounts(what, owed)
        day = max(item.date for item in sold) + timedelta(days=self.dice.randint(3, LAST_DUE - 15))
        receipts = [
            self._receipt(customer, day + timedelta(days=5 * number), amount, remittance)
            for number, amount in enumerate(paid)
        ]
        self._remember(kind, [] if what == "for nothing known" else sold, receipts)

    def _sell(self, what: str, customer: str) -> list[Item]:
        day = FIRST + timedelta(days=self.dice.randint(0, 240))
        if what in ("many invoices", "credit memo") or (what in ("short-pay", "discount") and self.dice.random() < 0.6):
            sold = [self._invoice(customer, day) for _ in range(self.dice.randint(2, 5))]
        elif what == "for nothing known":
            return [Item("", day, self._price(), "", "", customer)]
        else:
            sold = [self._invoice(customer, day)]
        if what == "credit memo":
            sold.append(self._credit(customer, day, min(item.amount for item in sold)))
        return sold

    def _invoice(self, customer: str, day: date) -> Item:
        number = f"INV-{100000 + len(self.receivables.ledger) * 3 + self.dice.randint(0, 2)}"
        issued = day + timedelta(days=self.dice.randint(0, 14))
        return self._enter(Item(number, issued, self._price(), number, "Invoice", customer))

    def _credit(self, customer: str, day: date, most: int) -> Item:
        number = f"CN-{5000 + len(self.receivables.ledger)}"
        return self._enter(Item(number, day, -self.dice.randint(100, most), number, "Credit memo", customer))

    def _enter(self, item: Item) -> Item:
        self.receivables.ledger.append(item)
        return item

    def _price(self) -> int:
        """From 20.00 to 20,000.00, as many small as large; a fifth are whole tens."""
        price = int(20 * 10 ** self.dice.uniform(0, 3) * 100)
        return price if self.dice.random() < 0.8 else price // 1000 * 1000

    def _amounts(self, what: str, owed: int) -> list[int]:
        match what:
            case "instalments":
                first = owed * self.dice.randint(20, 80) // 100
                return [first, owed - first]
            case "short-pay":
                return [owed - max(1, owed * self.dice.randint(2, 90) // 1000)]
            case "discount":
                return [owed - (owed * self.dice.choice((2, 2, 3)) + 50) // 100]
            case "paid twice":
                return [owed, owed]
            case _:
                return [owed]

    def _remittance(self, kind: str, sold: list[Item]) -> tuple[str, str]:
        """Reference and description of an advised payment."""
        numbers = [item.reference for item in sold]
        if kind == "one invoice, its reference":
            return numbers[0], self._small_talk()
        if kind.endswith("one misspelt"):
            wrong = self.dice.randrange(len(numbers))
            numbers[wrong] = numbers[wrong][:-2] + numbers[wrong][:-3:-1]
        self.dice.shuffle(numbers)
        bare = [number.partition("-")[2] for number in numbers]
        advice = self.dice.choice(
            (
                ", ".join(numbers),
                "Payment of " + " and ".join(numbers),
                "RE " + " ".join(bare) + " thank you",
                "/".join(numbers) + f" cust {self.dice.randint(40000, 49999)}",
                "Invoices " + "+".join(number.replace("-", "") for number in numbers),
                f"our order {self.dice.randint(80000, 89999)} "
                + "; ".join(number.replace("-", " ") for number in numbers),
            )
        )
        return ("", advice) if self.dice.random() < 0.8 else (advice, self._small_talk())

    def _small_talk(self) -> str:
        return self.dice.choice(("SEPA credit transfer", "Payment", "", f"Transfer {self.dice.randint(10**9, 10**10)}"))

    def _receipt(self, customer: str, day: date, amount: int, remittance: tuple[str, str]) -> Item:
        item = Item(f"B{len(self.receivables.bank):06}", day, amount, *remittance, customer.upper())
        self.receivables.bank.append(item)
        return item

    def _remember(self, kind: str, sold: list[Item], receipts: list[Item]) -> None:
        debts = frozenset(item.id for item in sold)
        ids = frozenset(item.id for item in receipts)
        right = [debts | {item.id} for item in receipts] if kind.startswith("paid twice") else [debts | ids]
        self.receivables.truth.append(Application(kind, ids, tuple(right) if debts else ()))


def _names(dice: random.Random, count: int) -> list[str]:
    """So many different customers."""
    syllables = (
        "al",
        "ber",
        "cor",
        "den",
        "el",
        "fir",
        "gra",
        "hol",
        "in",
        "jun",
        "kar",
        "lin",
        "mor",
        "nor",
        "ost",
        "pra",
    )
    stems = [first + second + third for first, second, third in product(syllables, repeat=3)]
    return [f"{stem.capitalize()} {dice.choice(('GmbH', 'AG', 'Ltd', 'B.V.'))}" for stem in dice.sample(stems, count)]
