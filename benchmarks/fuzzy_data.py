"""Two sides of payments that no reference links: what left one account, and what arrived at another.

The right side's amount drifts by fees and exchange rates, its date lags, its memo is cut, shortened or worded anew, and
some rows of either side have no counterpart. Many payments share a counterparty, and popular amounts repeat: that is
what makes it hard. The truth is in the ids: L17 and R17 are one payment. All of it follows from the seed.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

FIRST_DAY = date(2026, 1, 1)
DAYS = 150
_ONSETS = (
    "b",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "fr",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "ph",
    "r",
    "s",
    "sch",
    "st",
    "t",
    "th",
    "tr",
    "v",
    "w",
    "z",
)
_VOWELS = ("a", "e", "i", "o", "u", "ai", "au", "ei", "ie", "oa", "ou")
_CODAS = ("ck", "l", "ld", "ll", "m", "n", "nd", "nt", "r", "rd", "rt", "s", "ss", "t", "th", "x")
_TRADES = (
    "Cafe",
    "Market",
    "Pharmacy",
    "Hotel",
    "Motors",
    "Books",
    "Foods",
    "Energy",
    "Telecom",
    "Logistics",
    "Insurance",
    "Software",
    "Studio",
    "Bakery",
)
_CITIES = (
    "London",
    "Leeds",
    "Paris",
    "Lyon",
    "Berlin",
    "Hamburg",
    "Madrid",
    "Vienna",
    "Zurich",
    "Milano",
    "Dublin",
    "Utrecht",
    "Porto",
    "Oslo",
    "Gent",
)
_CONTENTS = ("payment", "donation", "money", "", "")
_METHODS = ("BGC", "CHQ", "CSH", "WRT", "")


@dataclass(frozen=True)
class Shape:
    """What a generated set is like: each word names one of the functions below."""

    seed: int = 1
    rows: int = 45_000
    words: str = "people"
    drift: str = "skewed"
    lags: str = "skewed"
    missing: float = 0.07
    popular: float = 0.05


@dataclass(frozen=True)
class Payment:
    """One line of a side; `cents` is its amount."""

    id: str
    day: date
    cents: int
    memo: str


def generate(shape: Shape) -> tuple[list[Payment], list[Payment]]:
    """Both sides, each in an order of its own."""
    random = Random(shape.seed)  # noqa: S311 - a benchmark must be the same twice
    word = _WORDS[shape.words](random, shape.rows)
    prices = [random.randint(300, 9_900) // 100 * 100 - random.choice((0, 1, 5)) for _ in range(60)]
    left, right = [], []
    for number in range(shape.rows):
        day = FIRST_DAY + timedelta(days=int(DAYS * random.random() ** 0.6))
        cents = (
            random.choice(prices)
            if random.random() < shape.popular
            else max(100, int(random.lognormvariate(9.4, 1.45)))
        )
        mine, theirs = word(number)
        lag = _LAGS[shape.lags](random)
        arrived = max(1, round(cents * (1 + _DRIFTS[shape.drift](random))))
        if random.random() >= shape.missing:
            left.append(Payment(f"L{number}", day, cents, mine))
        if random.random() >= shape.missing:
            right.append(Payment(f"R{number}", day + timedelta(days=lag), arrived, theirs))
    random.shuffle(left)
    random.shuffle(right)
    return left, right


def write(root: Path, shape: Shape, passes: str) -> None:
    """A workspace with both sides as CSV sources, and one reconciliation of them."""
    columns = "{id: id, date: date, amount: amount, description: memo}"
    sources = "\n".join(
        f"  - {{id: {side}, kind: statement, format: csv, currency: EUR, path: 'inbox/{side}.csv', columns: {columns}}}"
        for side in ("left", "right")
    )
    (root / "inbox").mkdir(parents=True)
    (root / "tieout.yml").write_text(
        f"tenant: fuzzy\nentities: [{{id: e, name: E, currency: EUR}}]\nsources:\n{sources}\nreconciliations:\n"
        f"  - {{id: fuzzy, left: {{source: left}}, right: {{source: right}}, expected_lag_days: 21,\n"
        f"     passes: {passes}}}\n",
        encoding="utf-8",
    )
    for side, payments in zip(("left", "right"), generate(shape), strict=True):
        with (root / "inbox" / f"{side}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("id", "date", "amount", "memo"))
            writer.writerows((p.id, p.day, f"{p.cents // 100}.{p.cents % 100:02}", p.memo) for p in payments)


def _skewed_lag(random: Random) -> int:
    return min(21, 1 + int(random.expovariate(1 / 2.2)))


def _uniform_lag(random: Random) -> int:
    return random.randint(1, 21)


def _skewed_drift(random: Random) -> float:
    if random.random() < 0.25:
        return 0.0
    return max(-0.13, min(0.13, random.gauss(0, 0.025) * (2 if random.random() < 0.2 else 1)))


def _uniform_drift(random: Random) -> float:
    return random.uniform(-0.13, 0.13)


def _fee_drift(random: Random) -> float:
    """What arrives is less by a fee: none, a card's, a wire's."""
    return -random.choice((0.0, 0.0, 0.014, 0.029, random.uniform(0.0, 0.13)))


def _name(random: Random, syllables: int) -> str:
    return "".join(random.choice(_ONSETS) + random.choice(_VOWELS) for _ in range(syllables)) + random.choice(_CODAS)


def _people(random: Random, rows: int) -> Callable[[int], tuple[str, str]]:
    """Persons, often by their initials, with a word for what it is and a bank's code; either side cuts or drops."""
    firsts = [_name(random, random.randint(1, 2)).upper() for _ in range(400)]
    people = [
        [
            random.choice(firsts),
            *(_name(random, random.randint(1, 3)).upper() for _ in range(random.choice((1, 1, 1, 2, 3)))),
        ]
        for _ in range(max(20, rows // 9))
    ]

    def side(name: str, content: str, method: str) -> str:
        memo = " ".join((name, content if random.random() > 0.12 else "", method if random.random() > 0.12 else ""))
        return memo[:15] if random.random() < 0.35 else memo

    def memo(_: int) -> tuple[str, str]:
        full = random.random() < 0.25
        name = " ".join(part if full or random.random() < 0.3 else part[0] for part in random.choice(people))
        content = random.choice((*_CONTENTS, f"{random.getrandbits(32):08x}"))
        method = random.choice(_METHODS)
        return side(name, content, method), side(name, content, method)

    return memo


def _merchants(random: Random, rows: int) -> Callable[[int], tuple[str, str]]:
    """A few hundred merchants: written out in the books; capitals, cities, terminals and cuts at the bank."""
    merchants = [
        (f"{_name(random, 2).title()} {random.choice(_TRADES)}", random.choice(_CITIES))
        for _ in range(max(20, rows // 120))
    ]

    def memo(_: int) -> tuple[str, str]:
        merchant, city = random.choice(merchants)
        order = f"{random.randint(1, 99_999):05}" if random.random() < 0.5 else ""
        booked = random.choice((f"{merchant} {order}", f"Invoice {order} {merchant}", f"{merchant}, {city} {order}"))
        return booked.strip(), _as_a_bank_writes(random, merchant, city, order)

    return memo


def _as_a_bank_writes(random: Random, merchant: str, city: str, order: str) -> str:
    name, trade = merchant.upper().split(" ")
    if random.random() < 0.2:
        trade = trade[0] + "".join(letter for letter in trade[1:] if letter not in "AEIOU")
    if random.random() < 0.1:
        name, trade = trade, name
    prefix = random.choice(("", "", "POS ", "CARD ", "SEPA CT "))
    terminal = f" T{random.randint(100, 999)}" if random.random() < 0.3 else ""
    order_text = f" {order}" if order and random.random() < 0.6 else ""
    memo = f"{prefix}{name} {trade}{order_text}{terminal} {city.upper()}"
    return memo[: random.randint(18, 35)]


def _poor(random: Random, rows: int) -> Callable[[int], tuple[str, str]]:
    """Words that say next to nothing: what a side writes has little to do with what the other writes."""
    merchant_texts = _merchants(random, rows)

    def memo(number: int) -> tuple[str, str]:
        mine, theirs = merchant_texts(number)
        return mine if random.random() < 0.3 else random.choice(("transfer", "payment", "")), theirs

    return memo


_WORDS: dict[str, Callable[[Random, int], Callable[[int], tuple[str, str]]]] = {
    "people": _people,
    "merchants": _merchants,
    "poor": _poor,
}
_LAGS: dict[str, Callable[[Random], int]] = {"skewed": _skewed_lag, "uniform": _uniform_lag}
_DRIFTS: dict[str, Callable[[Random], float]] = {"skewed": _skewed_drift, "uniform": _uniform_drift, "fees": _fee_drift}
