"""What callers ask for: journals that balance or not, from a handful of names, days and accounts.

Names are few and the same in every tenant, so that steps meet: the same request again, another one under its name, a
reversal of something that is there or is not, a reservation under a journal's name. No draw depends on what the book
holds: a race may end otherwise when it is repeated, and the steps that follow must stay the same ones.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st

from ledger.requests import JournalRequest, LineRequest
from tests.integration.ledger.machine.chart import (
    ACCOUNTS,
    CURRENCIES,
    SCALES,
    UNKNOWN_ACCOUNT,
    UNKNOWN_CURRENCY,
    UNKNOWN_ENTITY,
)
from tests.integration.ledger.machine.periods import first_day, last_day

MONTHS = ("2025-11", "2025-12", "2026-01", "2026-02", "2026-03")
DAYS = tuple(
    day
    for month in (*MONTHS, "2026-04")
    for day in (first_day(month), first_day(month).replace(day=15), last_day(month))
)
RATE = Decimal("0.85")


class Aim(NamedTuple):
    """Some journal or open promise of the book, whichever it has then; a name that nobody has where it has none."""

    nth: int
    at: str = "journal"

    def name_in(self, book):
        names = list(book.journals)
        if self.at == "promise":
            names = [name for name, promise in book.promises.items() if promise.outcome is None] or [*book.promises]
        return names[self.nth % len(names)] if names else "nobody"


class Leg(NamedTuple):
    """An amount in minor units from one account to another; `valued` says how a foreign one is given its value."""

    debit: str
    credit: str
    minor: int
    currency: str
    valued: str = "rate"


class Ask(NamedTuple):
    """A journal as a caller might get it wrong."""

    name: str
    entity: str
    day: date
    legs: tuple[Leg, ...]
    fault: str | None = None
    spelt_out: bool = False
    reference: str | None = None

    def request(self):
        lines = [line for leg in self.legs for line in self._lines(leg)]
        entity = UNKNOWN_ENTITY if self.fault == "unknown_entity" else self.entity
        return JournalRequest(
            journal_id=self.name,
            entity=entity,
            date=self.day,
            reference=self.reference,
            document_date=self.day if self.reference else None,
            kind="sale" if self.reference else None,
            lines=tuple(LineRequest(**line) for line in self._spoilt(lines)),
        )

    def _lines(self, leg):
        amount = Decimal(leg.minor).scaleb(-SCALES[leg.currency])
        for account, signed in ((leg.debit, amount), (leg.credit, -amount)):
            yield {"account": account, "amount": signed, **self._value(leg, signed)}

    def _value(self, leg, amount):
        if leg.currency == CURRENCIES[self.entity]:
            return {"currency": leg.currency, "base_amount": amount} if self.spelt_out else {}
        given = {"currency": leg.currency}
        if leg.valued == "rate":
            given |= {"rate": RATE, "rate_source": "ECB"} | ({"rate_date": self.day} if self.spelt_out else {})
        elif leg.valued == "base":
            given |= {"base_amount": (amount * RATE).quantize(Decimal("0.01"))}
        return given

    def _spoilt(self, lines):
        if self.fault != "converted_directly":
            return _spoilt(lines, self.fault)
        foreign = next(currency for currency in ("USD", "EUR") if currency != CURRENCIES[self.entity])
        bought = {"currency": foreign, "amount": Decimal(100), "rate": RATE, "rate_source": "ECB"}
        return [
            {"account": lines[0]["account"], **bought},
            {"account": lines[1]["account"], "amount": -100 * RATE},
            *lines[2:],
        ]


def _spoilt(lines, fault):
    first = lines[0]
    wrong = {
        "one_more": {"amount": first["amount"] + 1},
        "zero": {"amount": Decimal(0)},
        "too_fine": {"amount": first["amount"] + Decimal("0.00001")},
        "unknown_account": {"account": UNKNOWN_ACCOUNT},
        "unknown_currency": {"currency": UNKNOWN_CURRENCY},
        "base_by_one_more": {"base_amount": first.get("base_amount", first["amount"]) + Decimal("0.01")},
        "rate_of_nobody": {"rate": RATE, "rate_source": None},
        "base_off_rate": {"rate": RATE, "rate_source": "ECB", "base_amount": first["amount"] * 3},
    }
    if fault == "one_line":
        return lines[:1]
    return [first | wrong.get(fault, {}), *lines[1:]]


FUNDING = Ask("opening", "de", DAYS[-1], (Leg("1010", "4000", 9000, "EUR"), Leg("1040", "4000", 2500, "EUR")))
FAULTS = (
    "one_more",
    "one_line",
    "zero",
    "too_fine",
    "unknown_account",
    "unknown_currency",
    "unknown_entity",
    "base_by_one_more",
    "rate_of_nobody",
    "base_off_rate",
    "converted_directly",
)
NAMES = tuple("ABCDEFGHIJKL")

names = st.sampled_from(NAMES)
journals = st.one_of(st.builds(Aim, st.integers(0, 20), st.just("journal")), names)
promises = st.one_of(st.builds(Aim, st.integers(0, 9), st.just("promise")), names)
days = st.sampled_from(DAYS)
months = st.sampled_from((*MONTHS, *MONTHS[:2], MONTHS[0]))
entities = st.sampled_from(("de", "de", "de", "us"))
reasons = st.sampled_from(("wrong", "twice"))

_accounts = st.sampled_from(("1000", "1000", "4000", "4000", "7900", "1010", "1010", "1040", *ACCOUNTS))
_amounts = st.one_of(st.integers(1, 3000), st.sampled_from((1, 3, 5000, 10**12)))
_any = st.sampled_from(("1000", "4000", "7900"))
_euro = st.sampled_from(("1000", "4000", "1010", "1040"))
_plain_legs = st.one_of(
    st.builds(Leg, _euro, _euro, st.integers(1, 3000), st.just("EUR"), st.just("nothing")),
    st.builds(Leg, _any, _any, st.integers(1, 3000), st.just("USD"), st.just("rate")),
)
plain_asks = st.builds(
    Ask,
    names,
    st.just("de"),
    days,
    st.lists(_plain_legs, min_size=1, max_size=2).map(tuple),
    st.none(),
    st.booleans(),
    st.sampled_from((None, "R1")),
)
_wild_legs = st.builds(
    Leg,
    _accounts,
    _accounts,
    _amounts,
    st.sampled_from(("EUR", "EUR", "EUR", "EUR", "EUR", "EUR", "USD", "JPY")),
    st.sampled_from(("rate", "rate", "rate", "base", "base", "nothing")),
)
wild_asks = st.builds(
    Ask,
    names,
    entities,
    days,
    st.lists(_wild_legs, min_size=1, max_size=2).map(tuple),
    st.sampled_from((*[None] * 24, *FAULTS, "one_more", "converted_directly", "converted_directly")),
    st.booleans(),
    st.sampled_from((None, "R1", "R2")),
)
asks = st.one_of(plain_asks, wild_asks)
