"""What the service answers: as OpenAPI describes it, and as the Python client reads it.

Amounts are in major units, debit positive: decimal texts in JSON, Decimals in Python.
"""

from datetime import date as calendar_date
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

Money = Annotated[
    Decimal,
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["12.50", "-3"]}),
]
"""An amount in major units, with the decimals of its currency; in JSON a text: a number would be a float somewhere."""
Next = Annotated[str | None, Field(description="The cursor of the next page, null on the last one")]


class _Response(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Posted(_Response):
    """A journal that is in the book."""

    journal_id: str
    recorded_at: datetime


class Line(_Response):
    """One debit (+) or credit (-)."""

    line_no: int
    account: str
    currency: str
    amount: Money
    base_amount: Money
    rate: Money | None
    rate_date: calendar_date | None
    rate_source: str | None
    reference: str | None
    description: str | None
    counterparty: str | None
    group: str | None


class Journal(_Response):
    """One balanced event as the book has it."""

    journal_id: str
    entity: str
    date: calendar_date
    document_date: calendar_date | None
    recorded_at: datetime
    kind: str | None
    adjustment: bool
    reference: str | None
    description: str | None
    counterparty: str | None
    group: str | None
    base_currency: str
    reverses: str | None
    reversed_by: str | None
    lines: list[Line]


class JournalPage(_Response):
    """Journals, in the order in which the book numbered them."""

    data: list[Journal]
    next: Next


class BatchResult(BaseModel):
    """What became of one journal of a batch: posted (201), or the problem that it has."""

    model_config = ConfigDict(extra="allow")

    status: int
    journal_id: str


class BatchPosted(_Response):
    """One result for each journal, in the order of the request."""

    results: list[BatchResult]


class Account(_Response):
    """An account of an entity's chart."""

    entity: str
    code: str
    name: str
    type: Literal["asset", "liability", "equity", "revenue", "expense"]
    parent: str | None
    currency: str | None
    active_from: calendar_date | None
    active_to: calendar_date | None
    floor: Money | None
    ceiling: Money | None


class AccountPage(_Response):
    """Accounts, by entity and code."""

    data: list[Account]
    next: Next


class Event(_Response):
    """One accepted request, for ever at its place in the tenant's log; `sha256` of the canonical body, in hex."""

    sequence: int
    kind: str
    recorded_at: datetime
    sha256: str
    body: Any


class EventPage(_Response):
    """Events after a sequence; `last` is the one to go on after."""

    data: list[Event]
    last: int


class AccountLine(_Response):
    """A line of one account."""

    journal_id: str
    line_no: int
    date: calendar_date
    recorded_at: datetime
    currency: str
    amount: Money
    base_currency: str
    base_amount: Money
    reference: str | None
    description: str | None
    counterparty: str | None


class AccountLinePage(_Response):
    """Lines, in the order in which they were posted."""

    data: list[AccountLine]
    next: Next


class CurrencyBalance(BaseModel):
    """A balance in one currency; what is reserved and available is shown for now only, without a time."""

    currency: str
    balance: Money
    pending_debit: Money | None = None
    pending_credit: Money | None = None
    available: Money | None = None


class Balance(_Response):
    """One account's balances."""

    entity: str
    account: str
    as_of: calendar_date | None
    known_at: datetime | None
    balances: list[CurrencyBalance]


class TrialAccount(_Response):
    """An account's totals in one currency; `debit` and `credit` are not negative."""

    account: str
    name: str
    type: str
    currency: str
    debit: Money
    credit: Money
    balance: Money
    base_balance: Money


class TrialBalance(_Response):
    """An entity's trial balance."""

    entity: str
    base_currency: str
    as_of: calendar_date | None
    known_at: datetime | None
    accounts: list[TrialAccount]


class Period(_Response):
    """A period, and who changed it last."""

    period: str
    fiscal_year: int
    starts: calendar_date
    ends: calendar_date
    adjustment: bool
    status: Literal["open", "closed", "reopened"]
    by: str | None
    at: datetime | None
    reason: str | None


class Periods(_Response):
    """An entity's periods, in their order."""

    entity: str
    data: list[Period]


class PeriodState(Period):
    """A period after a request; `changed` is false where it stood so already."""

    changed: bool


class Pending(_Response):
    """A reservation; `outcome` is null while it is open."""

    pending_id: str
    entity: str
    date: calendar_date
    recorded_at: datetime
    expires_at: datetime
    outcome: Literal["posted", "voided", "expired"] | None
    settled_at: datetime | None
    reason: str | None


class EventPosted(_Response):
    """The journals that a business event became."""

    event_id: str
    journals: list[Posted]


class DryRun(_Response):
    """The journals that a business event would become."""

    journals: list[dict[str, Any]]


class Finding(_Response):
    """One thing that is not as it was accepted."""

    what: str
    where: str
    expected: str | None
    found: str | None


class Verdict(_Response):
    """What was proven of the book: the response to POST /v1/verify."""

    proven: bool
    tenant: str
    events: int
    journals: int
    lines: int
    seals: int
    sealed_events: int
    duration_s: float
    findings: list[Finding]
    total: int
