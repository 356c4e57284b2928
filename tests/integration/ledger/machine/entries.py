"""What a request says, and what is wrong with it whatever the book holds: double entry told once more, without SQL."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date as calendar_date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tests.integration.ledger.machine.chart import ACCOUNTS, CURRENCIES, SCALES


class Line(NamedTuple):
    """A line in minor units; `rate` is None where the two amounts say it."""

    account: str
    currency: str
    amount: int
    base: int
    rate: Decimal | None = None
    rate_date: calendar_date | None = None
    rate_source: str | None = None
    reference: str | None = None
    description: str | None = None


@dataclass(frozen=True)
class Entry:
    """A journal's whole content: two requests are the same one when this is."""

    entity: str
    date: calendar_date
    lines: tuple[Line, ...]
    document_date: calendar_date | None = None
    kind: str | None = None
    reverses: str | None = None

    def on(self, day):
        return replace(self, date=day)

    def contra(self, journal_id, day, reason):
        lines = tuple(line._replace(amount=-line.amount, base=-line.base, description=reason) for line in self.lines)
        return Entry(self.entity, day, lines, kind="reversal", reverses=journal_id)

    def moved(self, account):
        """The amounts that the entry moves on an account, debit positive."""
        return [line.amount for line in self.lines if line.account == account]

    def has_foreign_account(self):
        return any(not ACCOUNTS[line.account].takes(line.currency) for line in self.lines)

    def has_closed_account(self):
        return any(not ACCOUNTS[line.account].is_open_on(self.date) for line in self.lines)


class Wrong(frozenset):
    """Every reason why a request cannot be an entry; the ledger names one of them."""


def entry_of(request, entities):
    """The request as an Entry, or what is Wrong with it."""
    if request.entity not in entities:
        return Wrong({"unknown_entity"})
    base_currency = CURRENCIES[request.entity]
    lines = [_line(asked, request, base_currency) for asked in request.lines]
    wrong = Wrong().union(*(line for line in lines if isinstance(line, Wrong)))
    if wrong or (wrong := _out_of_balance(lines)):
        return Wrong(wrong)
    return Entry(request.entity, request.date, tuple(lines), request.document_date, request.kind)


def _out_of_balance(lines):
    totals = Counter()
    for line in lines:
        totals[line.currency] += line.amount
    return {
        reason
        for reason, holds in (
            ("too_few_lines", len(lines) < 2),
            ("unbalanced", any(totals.values())),
            ("unbalanced_in_base", sum(line.base for line in lines) != 0),
        )
        if holds
    }


def _line(asked, request, base_currency):
    currency = asked.currency or base_currency
    if currency not in SCALES:
        return Wrong({"unknown_currency"})
    amount = Fraction(asked.amount) * 10 ** SCALES[currency]
    base = _base(asked, currency == base_currency, SCALES[base_currency])
    wrong = {
        reason
        for reason, holds in (
            ("unknown_account", asked.account not in ACCOUNTS),
            ("zero_amount", amount == 0),
            ("too_many_decimals", amount.denominator != 1),
            ("rate_of_one_currency", asked.rate is not None and currency == base_currency),
            ("rate_without_source", asked.rate is not None and asked.rate_source is None),
            ("missing_rate", base is None),
            ("base_amount_differs", currency == base_currency and base != amount),
            ("base_amount_off_rate", base is not None and _is_off_rate(asked, base, SCALES[base_currency])),
        )
        if holds
    }
    if wrong:
        return Wrong(wrong)
    rated = (asked.rate, asked.rate_date or request.date, asked.rate_source or "base_amount")
    rated = (None, None, None) if currency == base_currency else rated
    return Line(asked.account, currency, int(amount), int(base), *rated, asked.reference or request.reference)


def _base(asked, is_base, scale):
    if asked.base_amount is not None:
        return Fraction(asked.base_amount) * 10**scale
    if is_base:
        return Fraction(asked.amount) * 10**scale
    if asked.rate is None:
        return None
    exact = Fraction(asked.amount) * Fraction(asked.rate) * 10**scale
    half_away_from_zero = (2 * abs(exact) + 1) // 2
    return Fraction(half_away_from_zero if exact > 0 else -half_away_from_zero)


def _is_off_rate(asked, base, scale):
    return asked.rate is not None and abs(base - Fraction(asked.amount) * Fraction(asked.rate) * 10**scale) > 1
