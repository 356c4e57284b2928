"""The short way into the book: journals that their sender can prepare go in by one call, without staging.

Prepared means: entity, accounts and currencies are known, amounts are exact minor units, both sums are zero. The law in
the database judges them like any other rows; what cannot be prepared goes the long way (`staging`), which says why.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date as calendar_date
from datetime import datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, NamedTuple

import psycopg

from ledger.reference_data import ReferenceData
from ledger.requests import JournalRequest, LineRequest
from tieout.sql import load_sql

_LARGEST = 2**63 - 1
_EXACT = Context(prec=200, traps=[])
"""Wide enough for any amount (60 digits at most) times any rate: nothing is rounded before we say so."""


@dataclass
class Columns:
    """The arguments of `ledger.post_prepared`, one list a column; amounts in minor units, debit positive."""

    ids: list[str] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    base_currencies: list[str] = field(default_factory=list)
    effective_dates: list[calendar_date] = field(default_factory=list)
    document_dates: list[calendar_date | None] = field(default_factory=list)
    kinds: list[str | None] = field(default_factory=list)
    adjustments: list[bool] = field(default_factory=list)
    refs: list[str | None] = field(default_factory=list)
    descriptions: list[str | None] = field(default_factory=list)
    counterparties: list[str | None] = field(default_factory=list)
    group_keys: list[str | None] = field(default_factory=list)
    line_positions: list[int] = field(default_factory=list)
    line_nos: list[int] = field(default_factory=list)
    line_accounts: list[str] = field(default_factory=list)
    line_currencies: list[str] = field(default_factory=list)
    line_amounts: list[int] = field(default_factory=list)
    line_base_amounts: list[int] = field(default_factory=list)
    line_rates: list[Decimal | None] = field(default_factory=list)
    line_rate_dates: list[calendar_date | None] = field(default_factory=list)
    line_rate_sources: list[str | None] = field(default_factory=list)
    line_refs: list[str | None] = field(default_factory=list)
    line_descriptions: list[str | None] = field(default_factory=list)
    line_counterparties: list[str | None] = field(default_factory=list)
    line_group_keys: list[str | None] = field(default_factory=list)

    def arguments(self) -> dict[str, str | None]:
        """Each column as PostgreSQL writes an array; a column of nothing but nulls is one null."""
        return {column.name: _array(getattr(self, column.name)) for column in fields(self)}


def _array(cells: list[Any]) -> str | None:
    """Written here, since the driver's own way, cell by cell, costs more than all the rest of a call."""
    if all(cell is None for cell in cells):
        return None
    if isinstance(cells[0], int) and not isinstance(cells[0], bool):
        return f"{{{','.join(map(str, cells))}}}"
    return f"{{{','.join(map(_cell, cells))}}}"


def _cell(value: object) -> str:
    if value is None:
        return "NULL"
    text = str(value)
    if '"' in text or "\\" in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


class Line(NamedTuple):
    """A line in minor units."""

    currency: str
    amount: int
    base_amount: int


class Outcome(NamedTuple):
    """`already_posted` are ids that the book has: then nothing was written."""

    already_posted: frozenset[str]
    recorded_at: datetime


def minor_lines(request: JournalRequest, reference: ReferenceData) -> list[Line] | None:
    """The journal's lines in minor units, or None when it must go the long way."""
    base_currency = reference.entities.get(request.entity)
    if base_currency is None or len(request.lines) < 2:  # noqa: PLR2004 - double entry
        return None
    lines = []
    totals: dict[str, int] = {}
    base_total = 0
    for request_line in request.lines:
        line = _minor_line(request_line, base_currency, reference)
        if line is None or (request.entity, request_line.account) not in reference.accounts:
            return None
        lines.append(line)
        totals[line.currency] = totals.get(line.currency, 0) + line.amount
        base_total += line.base_amount
    return None if base_total or any(totals.values()) else lines


def _minor_line(request_line: LineRequest, base_currency: str, reference: ReferenceData) -> Line | None:
    currency = request_line.currency or base_currency
    scale = reference.scales.get(currency)
    if scale is None:
        return None
    amount = _minor(request_line.amount, scale)
    if currency != base_currency:
        base = _converted(request_line, reference.scales[base_currency])
    elif request_line.rate is None and (
        request_line.base_amount is None or request_line.base_amount == request_line.amount
    ):
        base = amount
    else:
        base = None
    return Line(currency, amount, base) if amount and base is not None else None


def _minor(amount: Decimal, scale: int) -> int | None:
    """None for more decimals than the currency has, and for what no bigint holds."""
    scaled = amount.scaleb(scale, _EXACT)
    minor = int(scaled)
    return minor if minor == scaled and -_LARGEST <= minor <= _LARGEST else None


def _converted(request_line: LineRequest, base_scale: int) -> int | None:
    """The functional amount by the rate; None where there is none, or where both were given and do not agree."""
    if request_line.rate is None or request_line.rate_source is None:
        return None
    product = _EXACT.multiply(request_line.amount, request_line.rate).scaleb(base_scale, _EXACT)
    if request_line.base_amount is None:
        return _minor(product.quantize(Decimal(1), ROUND_HALF_UP, _EXACT), 0)
    base = _minor(request_line.base_amount, base_scale)
    return base if base is not None and abs(base - product) <= 1 else None


def columns_of(prepared: Iterable[tuple[JournalRequest, list[Line]]], reference: ReferenceData) -> Columns:
    """The journals and their lines, column by column."""
    columns = Columns()
    for position, (journal, lines) in enumerate(prepared, start=1):
        _add_journal(columns, journal, reference.entities[journal.entity])
        for line_no, (request_line, line) in enumerate(zip(journal.lines, lines, strict=True), start=1):
            columns.line_positions.append(position)
            columns.line_nos.append(line_no)
            columns.line_accounts.append(request_line.account)
            columns.line_currencies.append(line.currency)
            columns.line_amounts.append(line.amount)
            columns.line_base_amounts.append(line.base_amount)
            columns.line_rates.append(request_line.rate)
            columns.line_rate_dates.append((request_line.rate_date or journal.date) if request_line.rate else None)
            columns.line_rate_sources.append(request_line.rate_source if request_line.rate else None)
    return columns


def _add_journal(columns: Columns, journal: JournalRequest, base_currency: str) -> None:
    columns.ids.append(journal.journal_id)
    columns.entities.append(journal.entity)
    columns.base_currencies.append(base_currency)
    columns.effective_dates.append(journal.date)
    columns.document_dates.append(journal.document_date)
    columns.kinds.append(journal.kind)
    columns.adjustments.append(journal.adjustment)
    for shared, own, text in (
        (columns.refs, columns.line_refs, "reference"),
        (columns.descriptions, columns.line_descriptions, "description"),
        (columns.counterparties, columns.line_counterparties, "counterparty"),
        (columns.group_keys, columns.line_group_keys, "group"),
    ):
        _add_texts(shared, own, getattr(journal, text), [getattr(line, text) for line in journal.lines])


def _add_texts(
    of_journals: list[str | None], of_lines: list[str | None], shared: str | None, own: list[str | None]
) -> None:
    """What all lines share is said once, on the journal."""
    if not any(own):
        of_journals.append(shared)
        of_lines.extend(own)
        return
    texts = [text or shared for text in own]
    if len(set(texts)) == 1:
        of_journals.append(texts[0])
        of_lines.extend([None] * len(texts))
    else:
        of_journals.append(None)
        of_lines.extend(texts)


def post_prepared(connection: psycopg.Connection[Any], tenant: str, columns: Columns) -> Outcome:
    """Write the journals within the caller's transaction, unless the book has one of them."""
    arguments: dict[str, str | None] = {"tenant": tenant, **columns.arguments()}
    cursor = connection.execute(load_sql("ledger", "post_prepared"), arguments, binary=True)
    ((already_posted, recorded_at),) = cursor.fetchall()
    return Outcome(frozenset(already_posted), recorded_at)
