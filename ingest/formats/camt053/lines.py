"""From an entry and its transactions to statement lines: ids, references, texts, fees.

`line_ref` is the bank's: the entry's AcctSvcrRef, else the transaction's AcctSvcrRef or TxId, with "/n" for the nth
part of a batch that has no id of its own. NtryRef is no such id (Swiss banks put the customer's QR-IBAN there, others a
counter that restarts daily): it only helps to build the fallback, statement reference + NtryRef, else + position.
"""

from datetime import date
from typing import NamedTuple

from ingest.documents.amounts import Amount, Amounts
from ingest.documents.parts import StatementLine
from ingest.formats.camt053.entries import Entry, fee_of
from ingest.formats.camt053.statement import Statement
from ingest.formats.camt053.transactions import Charge, Transaction


class Shared(NamedTuple):
    """What every line of one entry is made from; `row` is the file-wide number of its first line."""

    row: int
    statement: Statement
    entry: Entry
    day: date
    amounts: Amounts


class Part(NamedTuple):
    """What is one line's own: its place in the entry, its amount, and the transaction that explains it, if one does."""

    position: int
    amount: Amount
    detail: Transaction | None
    own_id: str | None
    group: str | None
    charges: tuple[Charge, ...]


def single_line(shared: Shared, transactions: list[Transaction]) -> StatementLine:
    """The entry as one line; with exactly one transaction it takes that one's details."""
    entry = shared.entry
    if len(transactions) != 1:
        return _line(shared, Part(0, entry.amount, None, entry.own_id, entry.batch, entry.charges))
    detail = transactions[0]
    own_id, group = entry.own_id or detail.own_id, detail.batch or entry.batch
    return _line(shared, Part(0, entry.amount, detail, own_id, group, detail.charges or entry.charges))


def batch_lines(shared: Shared, transactions: list[Transaction], amounts: list[Amount]) -> list[StatementLine]:
    """One line per transaction, all with the batch's reference as group_key."""
    entry = shared.entry
    group = entry.batch or transactions[0].batch or entry.entry_ref or entry.own_id
    lines = []
    for position, (detail, amount) in enumerate(zip(transactions, amounts, strict=True)):
        own_id = detail.own_id
        if own_id is None or own_id == entry.own_id:
            own_id = f"{entry.own_id}/{position + 1}" if entry.own_id else None
        lines.append(_line(shared, Part(position, amount, detail, own_id, group, detail.charges)))
    return lines


def _line(shared: Shared, part: Part) -> StatementLine:
    entry, statement, detail, amount = shared.entry, shared.statement, part.detail, part.amount
    row = shared.row + part.position
    line_ref, own = _line_ref(shared, row, part.own_id)
    fee = fee_of(part.charges, amount.currency, shared.amounts) if part.charges else None
    if detail is None:
        reference, party, text = entry.batch or entry.own_id or entry.entry_ref, None, None
        kind = entry.kind
    else:
        reference, text, kind = detail.reference or entry.own_id, detail.description, detail.kind or entry.kind
        party = detail.other_party(money_in=amount.minor > 0, reversal=entry.reversal, own_account=statement.account)
    return StatementLine(
        line_no=row,
        statement_no=statement.number,
        line_ref=line_ref,
        own_ref=own,
        date=shared.day,
        value_date=entry.value_date,
        currency=amount.currency,
        amount=amount.minor,
        fee=fee,
        gross=amount.minor + fee if fee is not None else None,
        reference=reference,
        group_key=part.group,
        description=text or entry.description,
        counterparty=party,
        kind=kind,
        entity_id=None,
        bank_ref=part.own_id,
    )


def _line_ref(shared: Shared, row: int, own_id: str | None) -> tuple[str, bool]:
    statement, entry_ref = shared.statement, shared.entry.entry_ref
    if own_id is not None and statement.seen.first(own_id):
        return own_id, True
    if entry_ref is not None:
        fallback = f"{statement.reference}|{entry_ref}"
        if statement.seen.first(fallback):
            return fallback, False
    return f"{statement.reference}|#{row - statement.rows_before}", False
