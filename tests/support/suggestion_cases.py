"""Pairs of sources that need one rule each: who writes the right rule down by hand knows what a suggestion must be."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from random import Random

COLUMNS = ("id", "date", "amount", "fee", "gross", "reference", "group", "description")
_CENT = Decimal("0.01")
_NAMES = [
    f"{first}{second}" for first in ("NORD", "SUED", "ALPEN", "HAFEN", "STADT") for second in ("WERK", "BAU", "TECH")
]


@dataclass(frozen=True)
class Line:
    """One line of a source; amounts in major units."""

    id: str
    date: date
    amount: Decimal
    reference: str = ""
    group: str = ""
    description: str = ""
    fee: Decimal | None = None
    gross: Decimal | None = None


Pairs = list[tuple[Line, Line]]


def pairs(random: Random, number: int = 120) -> Pairs:
    """Payments of both sides, the same but for a day or two."""
    made = []
    for position in range(number):
        day = date(2026, 8, 1) + timedelta(days=random.randrange(80))
        left = Line(f"L{position}", day, Decimal(random.randrange(500, 90_000)) / 100, f"INV-{position + 700:06}")
        made.append((left, replace(left, id=f"R{position}", date=day + timedelta(days=random.randrange(3)))))
    return made


def bare_numbers(made: Pairs) -> Pairs:
    return [(left, replace(right, reference=str(int(right.reference[4:])))) for left, right in made]


def in_a_sentence(made: Pairs) -> Pairs:
    return [(left, replace(right, reference=f"Payment of {right.reference} thank you")) for left, right in made]


def turned(made: Pairs) -> Pairs:
    return [(left, replace(right, amount=-right.amount)) for left, right in made]


def kept(amount: Decimal, percent: str, flat: str) -> Decimal:
    return (amount * Decimal(percent) / 100 + Decimal(flat)).quantize(_CENT, ROUND_HALF_EVEN)


def net(made: Pairs) -> Pairs:
    return [(left, replace(right, amount=left.amount - kept(left.amount, "1.4", "0.25"))) for left, right in made]


def priced_by_size(made: Pairs) -> Pairs:
    def fee(amount: Decimal) -> Decimal:
        return kept(amount, "2.9", "0.30") if amount <= 250 else kept(amount, "1.1", "0")

    return [(left, replace(right, amount=left.amount - fee(left.amount))) for left, right in made]


def stated(made: Pairs) -> Pairs:
    random = Random(3)
    priced = []
    for left, right in made:
        fee = Decimal(random.randrange(1, 400)) / 100
        priced.append((left, replace(right, amount=left.amount - fee, fee=fee, gross=left.amount)))
    return priced


def without_references(made: Pairs) -> Pairs:
    return [(replace(left, reference=""), replace(right, reference="")) for left, right in made]


def unrelated(made: Pairs) -> Pairs:
    return [
        (
            replace(left, reference="", amount=Decimal(2 * int(left.amount) + 1)),
            replace(right, reference="", amount=Decimal(2 * int(right.amount) + 2)),
        )
        for left, right in made
    ]


def drifting(made: Pairs) -> Pairs:
    random = Random(5)
    priced = []
    for position, (left, right) in enumerate(made):
        words = f"{random.choice(_NAMES)} {random.choice(_NAMES)} order{position % 40:03}"
        drift = Decimal(random.randrange(980, 1020)) / 1000
        amount = (left.amount * drift).quantize(_CENT)
        priced.append(
            (
                replace(left, reference="", description=words),
                replace(right, reference="", description=words, amount=amount),
            )
        )
    return priced


CASES: dict[str, Callable[[Pairs], Pairs]] = {
    "bare_numbers": bare_numbers,
    "in_a_sentence": in_a_sentence,
    "turned": turned,
    "net": net,
    "priced_by_size": priced_by_size,
    "stated": stated,
    "without_references": without_references,
    "unrelated": unrelated,
    "drifting": drifting,
}


def batches(random: Random) -> tuple[list[Line], list[Line]]:
    """Left: orders with the batch that they are settled in; right: a line per batch."""
    lefts, rights = [], []
    for number in range(40):
        day = date(2026, 8, 1) + timedelta(days=number)
        orders = [
            Line(
                f"O{number}-{part}",
                day,
                Decimal(random.randrange(500, 9000)) / 100,
                f"ORD-{number}-{part}",
                f"B-{number}",
            )
            for part in range(3)
        ]
        lefts += orders
        rights.append(
            Line(f"S{number}", day + timedelta(days=1), sum(line.amount for line in orders), "", f"B-{number}")
        )
    return lefts, rights


def write_company(root: Path, tenant: str) -> None:
    """A workspace of all cases: two sources and a reconciliation without passes each."""
    sides = {}
    for seed, (name, change) in enumerate(CASES.items()):
        made = change(pairs(Random(seed)))
        sides[name] = ([left for left, _ in made], [right for _, right in made])
    sides["batches"] = batches(Random(9))
    (root / "inbox").mkdir(parents=True)
    for name, (left, right) in sides.items():
        _write(root / "inbox" / f"{name}-left.csv", left)
        _write(root / "inbox" / f"{name}-right.csv", right)
    mapped = "{" + ", ".join(f"{column}: {column}" for column in COLUMNS) + "}"
    plain = mapped.replace("fee: fee, gross: gross, ", "")
    text = [f"tenant: {tenant}", "entities: [{id: e, name: E, currency: EUR}]", "sources:"]
    for name in sides:
        for side in ("left", "right"):
            columns = mapped if (name, side) == ("stated", "right") else plain
            path = f"inbox/{name}-{side}.csv"
            text.append(
                f"  - {{id: {name}-{side}, kind: statement, format: csv, currency: EUR, path: {path}, columns: {columns}}}"
            )
    text.append("reconciliations:")
    text += [
        f"  - {{id: {name}, left: {{source: {name}-left}}, right: {{source: {name}-right}}, passes: []}}"
        for name in sides
    ]
    (root / "tieout.yml").write_text("\n".join(text) + "\n")


def _write(path: Path, lines: Iterable[Line]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for line in lines:
            cells = [getattr(line, column) for column in COLUMNS]
            writer.writerow(["" if cell is None else cell for cell in cells])
