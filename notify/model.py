"""The shape of a digest: its JSON, which the e-mail is written from.

Amounts are text with exactly their currency's decimals, in major units: a JSON number would be read as a float. Sums
are of absolute amounts, as the key figure "unmatched value" is: two exceptions of opposite sign are two pieces of work,
not none.
"""

import datetime as dt

from pydantic import BaseModel


class Sum(BaseModel):
    """Absolute amounts of one currency, in major units with the currency's decimals."""

    currency: str
    new: str
    overdue: str


class Entry(BaseModel):
    """One exception, with what to do about it; `amount` is in major units with its currency's decimals."""

    exception_id: str
    is_new: bool
    is_overdue: bool
    type: str
    severity: str
    source: str | None
    line_ref: str | None
    currency: str | None
    amount: str | None
    date: dt.date | None
    age_days: int
    due_at: dt.date
    reference: str | None
    counterparty: str | None
    description: str | None
    context: str | None
    suggestion: str | None


class Section(BaseModel):
    """One reconciliation: what is reported now (`new`, `overdue`), all that is open, and the worst of the first."""

    reconciliation: str | None
    new: int
    overdue: int
    open: int
    open_overdue: int
    sums: list[Sum]
    worst: list[Entry]


class Digest(BaseModel):
    """A whole digest, as its JSON is."""

    digest_id: str
    tenant: str
    run_id: str
    as_of: dt.date
    made_at: dt.datetime
    new: int
    overdue: int
    reconciliations: list[Section]
