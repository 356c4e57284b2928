"""From an entry and its details to a statement line: which of its many references means what.

`reference`: the end-to-end id of :86:, else the customer reference of :61:, else the mandate, else the bank's own.
`line_ref`: the bank's reference while it is unique in the statement, else statement + position.
"""

from ingest.documents.parts import StatementLine
from ingest.formats.mt940.details import Details
from ingest.formats.mt940.entries import Entry
from ingest.formats.mt940.statement import Statement


def statement_line(statement: Statement, row: int, entry: Entry, details: Details) -> StatementLine:
    """The line of a booked entry; `row` is its number in the file."""
    own = entry.bank_ref is not None and statement.seen.first(entry.bank_ref)
    line_ref = entry.bank_ref if own and entry.bank_ref else f"{statement.reference}|#{statement.entries}"
    return StatementLine(
        line_no=row,
        statement_no=statement.number,
        line_ref=line_ref,
        own_ref=own,
        date=entry.day,
        value_date=entry.value_date,
        currency=entry.amount.currency,
        amount=entry.amount.minor,
        fee=entry.fee,
        gross=entry.amount.minor + entry.fee if entry.fee is not None else None,
        reference=details.reference or entry.customer_ref or details.mandate or entry.bank_ref,
        group_key=details.group,
        description=details.description or entry.supplement or None,
        counterparty=details.counterparty,
        kind=entry.kind,
        entity_id=None,
        bank_ref=entry.bank_ref,
    )
