"""From an event that was read to the journals that it posts."""

from collections.abc import Iterator, Sequence
from datetime import date as calendar_date
from typing import NamedTuple

from ledger.requests import JournalRequest, LineRequest
from ledger.rules.accounts import Accounts
from ledger.rules.base_amounts import base_amounts
from ledger.rules.event_values import EventValues
from ledger.rules.forms import FUNCTIONAL, Unit
from ledger.rules.lines import Line
from ledger.rules.money import Money
from ledger.rules.monthly import Monthly
from ledger.rules.rounding import rounded
from ledger.rules.schedule import monthly as schedule_of
from ledger.rules.template import Template
from ledger.rules.texts import filled
from tieout.errors import InputError
from tieout.money import to_major


class _Entry(NamedTuple):
    """A line with its amount, before its functional amount is known; `minor` units, debit positive."""

    account: str
    minor: int
    unit: Unit
    description: str | None


class _Dated(NamedTuple):
    """The lines of one journal, with its dates."""

    date: calendar_date
    document_date: calendar_date | None
    lines: Sequence[LineRequest]


def journals_of(reading: EventValues, template: Template, accounts: Accounts) -> list[JournalRequest]:
    """The event's own journal and those of its months, numbered `event_id/1` ... where there are months."""
    event = reading.event
    description = event.description or filled(template.description or "", reading.texts)
    found: list[_Dated] = []
    if template.lines:
        found.append(
            _Dated(event.date, event.document_date, _booked(reading, list(_entries(reading, template, accounts))))
        )
    if template.monthly is not None:
        found += _months(reading, template.monthly, accounts)
    return [
        JournalRequest(
            journal_id=event.event_id if template.monthly is None else f"{event.event_id}/{number}",
            entity=event.entity,
            date=journal.date,
            lines=tuple(journal.lines),
            reference=event.reference,
            description=description,
            counterparty=event.counterparty,
            group=event.group,
            kind=event.type,
            document_date=journal.document_date,
        )
        for number, journal in enumerate(found, start=1)
    ]


def _entries(reading: EventValues, template: Template, accounts: Accounts) -> Iterator[_Entry]:
    """The lines whose amounts are not zero.

    Raises:
        InputError: an amount is negative, and its line does not say `either_side`.
    """
    for line in template.lines:
        account = _code(line.account, reading, accounts)
        description = filled(line.description or "", reading.texts)
        if line.each is not None:
            for part in reading.parts[line.each]:
                code = account if part.account is None else _code_of_part(part.account, line.each, accounts)
                yield _Entry(code, line.side * part.minor, line.unit, part.description or description)
            continue
        minor = line.amount.value(reading.amounts)
        if minor < 0 and not line.either_side:
            raise InputError(_negative(line, minor, reading.monies.of(line.unit)))
        if minor:
            yield _Entry(account, line.side * minor, line.unit, description)


def _booked(reading: EventValues, entries: Sequence[_Entry]) -> list[LineRequest]:
    """The entries in their order, with functional amounts: each currency at each rate is balanced by itself."""
    bases: dict[int, int] = {}
    for unit in {entry.unit for entry in entries}:
        places = [place for place, entry in enumerate(entries) if entry.unit == unit]
        amounts = [entries[place].minor for place in places]
        bases |= zip(places, base_amounts(amounts, reading.monies.of(unit).to_functional), strict=True)
    return [_line(reading, entry, bases[place]) for place, entry in enumerate(entries)]


def _months(reading: EventValues, rule: Monthly, accounts: Accounts) -> Iterator[_Dated]:
    """Two lines for every month that has a share.

    Functional shares are differences of what is left, so that they sum to the whole's functional value too.
    """
    event, rate = reading.event, reading.monies.of(rule.unit).to_functional
    debit, credit = (_code(word, reading, accounts) for word in (rule.debit, rule.credit))
    whole = rule.amount.value(reading.amounts)
    before = rounded(whole * rate, "half_up")
    for month in schedule_of(whole, reading.facts.counts[rule.months], reading.facts.dates[rule.start]):
        after = rounded(month.left * rate, "half_up")
        share, base = month.share, before - after
        if share:
            lines = [
                _line(reading, _Entry(debit, share, rule.unit, None), base),
                _line(reading, _Entry(credit, -share, rule.unit, None), -base),
            ]
            yield _Dated(month.end, event.document_date or event.date, lines)
        before = after


def _line(reading: EventValues, entry: _Entry, base: int) -> LineRequest:
    money, functional = reading.monies.of(entry.unit), reading.monies.of(FUNCTIONAL)
    return LineRequest(
        account=entry.account,
        amount=to_major(entry.minor, money.scale),
        currency=money.currency,
        base_amount=to_major(base, functional.scale),
        rate=money.rate and money.rate.rate,
        rate_date=money.rate and money.rate.date,
        rate_source=money.rate and money.rate.source,
        description=entry.description,
    )


def _code(word: str, reading: EventValues, accounts: Accounts) -> str:
    return reading.accounts[word] if word in reading.accounts else accounts.code(word)


def _code_of_part(word: str, field: str, accounts: Accounts) -> str:
    try:
        return accounts.code(word)
    except InputError as error:
        raise InputError(f"{field}: {error}") from None


def _negative(line: Line, minor: int, money: Money) -> str:
    shown = f"{to_major(minor, money.scale):f} {money.currency}"
    return f"{line.amount.text} is {shown}: it cannot be negative"
