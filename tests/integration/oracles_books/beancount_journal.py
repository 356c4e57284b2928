"""A beancount ledger as `journal_csv`: what somebody who comes from beancount would write to bring the books along.

A posting becomes a line in the commodity of its units. Where it was paid for in the operating currency, what was paid
is its `base_amount`: beancount lets a transaction be out of balance by half a cent, a book of record does not, so the
last of these lines takes what the rounding left.
"""

import csv
import io
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from beancount.core import convert
from beancount.core.data import Transaction

CENT = Decimal("0.01")
COLUMNS = ("journal_id", "date", "account", "account_type", "currency", "amount", "base_amount", "description", "counterparty")


@dataclass(frozen=True)
class Converted:
    """The text of the journals, and the scale of every commodity in them."""

    text: str
    scales: dict[str, int]


def converted(entries, operating):
    """All transactions of a loaded ledger; account types as beancount calls them."""
    out, scales = io.StringIO(), {}
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for number, entry in enumerate(entry for entry in entries if isinstance(entry, Transaction)):
        paid = _paid(entry, operating)
        for posting, base in zip(entry.postings, paid, strict=True):
            units = posting.units
            scales[units.currency] = max(scales.get(units.currency, 0), -units.number.normalize().as_tuple().exponent)
            kind = posting.account.partition(":")[0]
            told = (f"{units.number:f}", "" if base is None else f"{base:f}", entry.narration, entry.payee)
            writer.writerow((f"T{number}", entry.date, posting.account, kind, units.currency, *told))
    return Converted(out.getvalue(), scales)


def _paid(entry, operating):
    """What each posting weighs in the operating currency, in whole cents that add up to nothing; None: in another."""
    weights = [convert.get_weight(posting) for posting in entry.postings]
    paid = [
        weight.number.quantize(CENT, ROUND_HALF_EVEN) if weight.currency == operating else None for weight in weights
    ]
    bought = [place for place, posting in enumerate(entry.postings) if posting.units.currency != operating]
    for place in bought[::-1]:
        if paid[place] is not None:
            paid[place] -= sum(amount for amount in paid if amount is not None)
            break
    return paid
