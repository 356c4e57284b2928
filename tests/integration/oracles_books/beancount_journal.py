"""A beancount ledger as rows of `journal_csv`: what somebody who comes from beancount would write to bring it along.

A posting becomes a line in the commodity of its units. Where it was paid for in the operating currency, what was paid
is its `base_amount`: beancount lets a transaction be out of balance by half a cent, a book of record does not, so the
last of these lines takes what the rounding left.
"""

from decimal import ROUND_HALF_EVEN, Decimal

from beancount.core import convert
from beancount.core.data import Transaction

CENT = Decimal("0.01")


def transactions(entries):
    return [entry for entry in entries if isinstance(entry, Transaction)]


def rows(entries, operating):
    """A dict of columns for every posting of a loaded ledger; account types as beancount calls them."""
    for number, entry in enumerate(transactions(entries)):
        for posting, base in zip(entry.postings, _paid(entry, operating), strict=True):
            yield {
                "journal_id": f"T{number}",
                "date": entry.date,
                "account": posting.account,
                "account_type": posting.account.partition(":")[0],
                "currency": posting.units.currency,
                "amount": f"{posting.units.number:f}",
                "base_amount": "" if base is None else f"{base:f}",
                "description": entry.narration,
                "counterparty": entry.payee,
            }


def scales(entries):
    """The decimals that every commodity needs."""
    found = {}
    for entry in transactions(entries):
        for posting in entry.postings:
            decimals = -posting.units.number.normalize().as_tuple().exponent
            found[posting.units.currency] = max(found.get(posting.units.currency, 0), decimals)
    return found


def _paid(entry, operating):
    """What each posting weighs in the operating currency, in whole cents that add up to nothing; None: in another."""
    weights = [convert.get_weight(posting) for posting in entry.postings]
    paid = [
        weight.number.quantize(CENT, ROUND_HALF_EVEN) if weight.currency == operating else None for weight in weights
    ]
    bought = [place for place, posting in enumerate(entry.postings) if posting.units.currency != operating]
    last = next((place for place in reversed(bought) if paid[place] is not None), None)
    if last is not None:
        paid[last] -= sum(amount for amount in paid if amount is not None)
    return paid
