"""What a streaming parser yields: formats that are documents (XML, tagged text), not tables.

Such a format is one module with
`read(path, currencies, *, rounding, encoding) -> Iterator[StatementLine | RefusedRow | StatementHeader]`.
It yields a statement's lines, then its header once the balances are proved against the lines; balances that do not
agree raise InputError, and the whole file is refused. It holds one entry in memory at a time.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from ingest.read_task import StatementKind
from tieout.errors import InputError


class DocumentRefused(InputError):  # noqa: N818 - the manifest's word: refused
    """A document that is refused whole: `rule` says where in the file, and what is wrong there."""

    def __init__(self, path: Path, rule: str) -> None:
        self.rule = rule
        super().__init__(f"{path}: {rule}")


@dataclass(frozen=True, slots=True)
class StatementHeader:
    """One statement of a file. Balances and total are minor units of `currency`; plus is money of ours.

    `kind` says how much its lines are to be trusted (see `StatementKind`).
    """

    statement_no: int
    statement_ref: str
    account: str | None
    currency: str
    opening_date: dt.date | None
    opening: int | None
    closing_date: dt.date | None
    closing: int | None
    lines: int
    total: int
    kind: StatementKind = "booked"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of a statement: the lake's STATEMENT_LINE, field by field; `amount` is signed minor units."""

    line_no: int
    statement_no: int
    line_ref: str
    own_ref: bool
    date: dt.date
    value_date: dt.date | None
    currency: str
    amount: int
    fee: int | None = None
    gross: int | None = None
    reference: str | None = None
    group_key: str | None = None
    description: str | None = None
    counterparty: str | None = None
    kind: str | None = None
    entity_id: str | None = None
    bank_ref: str | None = None
    balance: int | None = None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One entry that cannot be read: the lake's REFUSED_ROW, field by field; `amount` in minor units, if readable."""

    line_no: int
    reason_code: str
    reason: str
    raw: str
    journal_id: str | None = None
    line_ref: str | None = None
    date: dt.date | None = None
    currency: str | None = None
    amount: int | None = None
