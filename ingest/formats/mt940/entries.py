"""Field 61, the statement line: `6!n[4!n]2a[1!a]15d1!a3!c16x[//16x]` and supplementary details on the next line.

Banks leave out the entry date or write blanks for it (Citi, ASN), put blanks after the amount, pad or exceed the
references, and leave out the decimals. The comma may be missing too (Knab) where the type of the entry stands right
after the amount, so that its end is known. Two-digit years up to 79 are 20xx, as SWIFT reads them.
"""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from ingest.documents.amounts import Amount, Amounts
from tieout.errors import InputError

NO_REFERENCE = frozenset(
    {"NONREF", "NOTPROVIDED", "NOREF", "NONE", "EREF", "KREF", "MREF", "PREF", "MARF", "EREF+", "KREF+", "MREF+"}
)
_LINE = re.compile(
    r"(?P<value>[0-9]{6})(?:(?P<entry>[0-9]{4})| *)(?P<mark>R?[CD]|E[CD])(?P<funds>[A-Z])?"
    r"\s*(?P<amount>[0-9]{1,18}(?:,[0-9]{0,9}|(?=\s*[FNS][A-Z0-9]{3})))\s*(?P<kind>[A-Z][A-Z0-9 ]{3})?(?P<refs>.*)",
    re.ASCII | re.DOTALL,
)
_ORIGINAL = re.compile(r"/OCMT/([A-Z]{3})([0-9]+,[0-9]*)")
_CHARGES = re.compile(r"/CHGS/([A-Z]{3})([0-9]+,[0-9]*)")
_PIVOT_YEAR = 79
_FEBRUARY = 2


class Entry(NamedTuple):
    """One :61: line."""

    day: date
    value_date: date
    amount: Amount
    debit: bool
    booked: bool
    kind: str | None
    customer_ref: str | None
    bank_ref: str | None
    supplement: str
    fee: int | None


def read_entry(lines: list[str], currency: str, amounts: Amounts) -> Entry:
    """Read a :61: field in the statement's currency; its amount is negative for a debit.

    Raises:
        InputError: a part is not as SWIFT has it; it is named.
    """
    match, used = _LINE.match(lines[0]), 1
    if match is None and len(lines) > 1:
        match, used = _LINE.match(lines[0] + lines[1]), 2
    if match is None:
        raise InputError(f":61: {lines[0]!r} is not date, D/C mark, amount with a comma, type, reference")
    value, entry, mark, _, number, kind, refs = match.groups()
    value_date = swift_date(value)
    negative = mark in {"D", "RC", "ED"}
    amount = amounts.read(number.replace(",", "."), currency, negative=negative)
    customer, _, bank = refs.partition("//")
    supplement = " ".join(part for line in lines[used:] if (part := line.strip()))
    return Entry(
        day=entry_date(entry, value_date) if entry else value_date,
        value_date=value_date,
        amount=amount,
        debit=negative,
        booked=mark[0] != "E",
        kind=kind.strip() if kind else None,
        customer_ref=given(customer),
        bank_ref=given(bank),
        supplement=supplement,
        fee=_fee(supplement, amount, amounts) if "/CHGS/" in supplement else None,
    )


def given(reference: str) -> str | None:
    """The reference, or None for blanks and SWIFT's words for "there is none" or "see field 86"."""
    text = reference.strip()
    return text if text and text.upper() not in NO_REFERENCE else None


@lru_cache(maxsize=4096)
def swift_date(text: str) -> date:
    """YYMMDD; 29 or 30 February of German interest accounting (30/360) is the month's last day.

    Raises:
        InputError: there is no such day.
    """
    year, month, day = int(text[:2]), int(text[2:4]), int(text[4:6])
    year += 1900 if year > _PIVOT_YEAR else 2000
    try:
        return date(year, month, day)
    except ValueError:
        if month == _FEBRUARY and day in {29, 30}:
            return date(year, 3, 1) - timedelta(days=1)
        raise InputError(f"{text!r} is not a date (YYMMDD)") from None


@lru_cache(maxsize=4096)
def entry_date(text: str, value_date: date) -> date:
    """MMDD in the year that brings it nearest to the value date: around New Year the two differ.

    Raises:
        InputError: none of the years around the value date has that day.
    """
    candidates = []
    for year in (value_date.year - 1, value_date.year, value_date.year + 1):
        try:
            candidates.append(swift_date(f"{year % 100:02}{text}"))
        except InputError:
            continue
    if not candidates:
        raise InputError(f"{text!r} is not an entry date (MMDD)")
    return min(candidates, key=lambda day: abs(day - value_date))


def _fee(supplement: str, amount: Amount, amounts: Amounts) -> int | None:
    """The charge (/CHGS/) when original amount (/OCMT/) and charge together are what was booked, else None."""
    original, charges = _ORIGINAL.search(supplement), _CHARGES.search(supplement)
    if original is None or charges is None or {original[1], charges[1]} != {amount.currency}:
        return None
    negative = amount.exact < 0
    before = amounts.read(original[2].replace(",", "."), amount.currency, negative=negative)
    fee = amounts.read(charges[2].replace(",", "."), amount.currency, negative=False)
    return fee.minor if before.exact - fee.exact == amount.exact else None
