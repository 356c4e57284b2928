"""One booking (`Ntry`): one line, or one line per transaction of a batch, never money twice.

A batch is split only when its transactions prove the split: every one has an amount in the entry's currency and their
signed sum is exactly the entry's amount. The amounts tried are, in order, TxDtls/Amt, then AmtDtls' TxAmt, CntrValAmt
and InstdAmt, then the first there is of each. Otherwise the entry stays one line, for the amount that was booked.
"""

from datetime import date
from typing import NamedTuple

from ingest.documents.amounts import Amount, Amounts
from ingest.formats.camt053.elements import Leaves, date_at, first, iso_date
from ingest.formats.camt053.transactions import AMOUNT_ORDER, Charge, Transaction, kind_of, real
from tieout.errors import InputError

DIRECTIONS = frozenset({"CRDT", "DBIT"})
Money = tuple[str, str] | None


class Entry(NamedTuple):
    """What all lines of one Ntry share."""

    amount: Amount
    reversal: bool
    value_date: date | None
    own_id: str | None
    entry_ref: str | None
    batch: str | None
    kind: str | None
    description: str | None
    charges: tuple[Charge, ...]


def status_of(found: Leaves) -> str | None:
    """BOOK, PDNG, INFO, FUTR: a text up to version 06, a code inside since."""
    return first(found, "Sts", "Sts/Cd", "Sts/Prtry")


def entry_amount(found: Leaves, amounts: Amounts) -> Amount:
    """The booked amount: positive for CRDT, negative for DBIT.

    Raises:
        InputError: CdtDbtInd, Amt or its currency is missing or unreadable.
    """
    direction = found.get("CdtDbtInd")
    if direction not in DIRECTIONS:
        raise InputError(f"CdtDbtInd is {direction!r}, not CRDT or DBIT")
    if not found.get("Amt@"):
        raise InputError("Amt or its Ccy is missing")
    return amounts.read(found["Amt"], found["Amt@"], negative=direction == "DBIT")


def read_entry(found: Leaves, amount: Amount, charges: tuple[Charge, ...]) -> Entry:
    """The shared parts of an entry whose amount has been read."""
    return Entry(
        amount=amount,
        reversal=found.get("RvslInd") in {"true", "1"},
        value_date=date_at(found, "ValDt"),
        own_id=real(found.get("AcctSvcrRef")),
        entry_ref=real(found.get("NtryRef")),
        batch=real(first(found, "NtryDtls/Btch/PmtInfId", "NtryDtls/Btch/MsgId")),
        kind=kind_of(found),
        description=found.get("AddtlNtryInf"),
        charges=charges,
    )


def booking_day(found: Leaves, transactions: list[Transaction]) -> date | None:
    """The booking date, else the value date, else the first transaction's own day."""
    day = date_at(found, "BookgDt") or date_at(found, "ValDt")
    if day is None and transactions and transactions[0].day is not None:
        day = iso_date(transactions[0].day)
    return day


def split_amounts(entry: Amount, transactions: list[Transaction], amounts: Amounts) -> list[Amount] | None:
    """The transactions' amounts when they sum exactly to the entry, else None: the entry stays one line."""
    kinds = range(len(AMOUNT_ORDER))
    choices = [[transaction.amounts[kind] for transaction in transactions] for kind in kinds]
    choices.append([_first_in(entry.currency, transaction.amounts) for transaction in transactions])
    for choice in choices:
        parts = _signed(choice, entry, transactions, amounts)
        if parts is not None and sum(part.exact for part in parts) == entry.exact:
            return parts if sum(part.minor for part in parts) == entry.minor else None
    return None


def _first_in(currency: str, options: tuple[Money, ...]) -> Money:
    return next((money for money in options if money is not None and money[1] == currency), None)


def _signed(
    choice: list[Money], entry: Amount, transactions: list[Transaction], amounts: Amounts
) -> list[Amount] | None:
    parts = []
    for money, transaction in zip(choice, transactions, strict=True):
        if money is None or money[1] != entry.currency:
            return None
        negative = transaction.direction == "DBIT" if transaction.direction else entry.exact < 0
        try:
            parts.append(amounts.read(*money, negative=negative))
        except InputError:
            return None
    return parts


def fee_of(charges: tuple[Charge, ...], currency: str, amounts: Amounts) -> int | None:
    """Included charges in the line's currency, minor units, a cost positive; None when there are none."""
    try:
        fees = [
            amounts.read(charge.text, charge.currency, negative=charge.is_credit).minor
            for charge in charges
            if charge.currency == currency
        ]
    except InputError:
        return None
    return sum(fees) if fees else None
