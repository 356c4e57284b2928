"""The stream: an entry is complete when the next field is not its :86:, a message when the next one begins."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ingest.documents.amounts import Amounts
from ingest.documents.lake_writer import read_document
from ingest.documents.parts import DocumentRefused, RefusedRow, StatementHeader, StatementLine
from ingest.formats.mt940.details import NOTHING, read_details
from ingest.formats.mt940.encodings import opened
from ingest.formats.mt940.entries import Entry, read_entry
from ingest.formats.mt940.fields import END, Field, fields
from ingest.formats.mt940.lines import statement_line
from ingest.formats.mt940.statement import Statement
from ingest.read_task import Reading, ReadTask
from tieout.errors import InputError
from tieout.money import Currencies

Row = StatementLine | RefusedRow | StatementHeader
FIRST = "20"
HEADS = frozenset({"25", "25P", "28", "28C", "60F", "60M"})  # what a message without :20: begins with


def read(task: ReadTask) -> Reading:
    """Read one file to the lake.

    Raises:
        InputError: `parse` refuses the file; then nothing of it is kept.
    """
    return read_document(parse, task)


def parse(path: Path, currencies: Currencies, *, rounding: str | None, encoding: str | None) -> Iterator[Row]:
    """Stream an MT940 or MT942 file: each message's lines and refused rows, then its header.

    Amounts are signed minor units of the message's currency. Without `encoding` it is detected, and a byte that fits
    nowhere becomes U+FFFD.

    Raises:
        DocumentRefused: the file is no such text, a field is malformed, a message ends without its closing balance, or
            balances or control totals disagree. It names file, line and rule.
    """
    reader = _Reader(path, Amounts(currencies, rounding))
    try:
        with opened(path, encoding) as file:
            for item in fields(file):
                yield from reader.take(item)
            yield from reader.finish()
    except UnicodeDecodeError as error:
        where = reader.line + 1
        raise DocumentRefused(path, f"after line {where}: not {encoding}: {error.reason}: set 'encoding'") from None
    except OSError as error:
        raise DocumentRefused(path, f"cannot be read: {error.strerror or error}") from None


class _Pending(NamedTuple):
    """A :61: that waits for its :86:; `details` is None until that came."""

    field: Field
    details: list[str]


@dataclass(slots=True)
class _Reader:
    path: Path
    amounts: Amounts
    statements: int = 0
    row: int = 0
    line: int = 0
    statement: Statement | None = None
    pending: _Pending | None = None
    last: Statement | None = None

    def take(self, item: Field) -> Iterator[Row]:
        """Take one field; yields the line or header that it completes.

        Raises:
            DocumentRefused: the field stands where none may, or is malformed; with file and line.
        """
        self.line = item.line
        tag = item.tag
        if tag in {"86", "NS"}:
            self._inside(item)
            if self.pending is not None:
                self.pending.details.extend(item.lines)
            return
        if self.pending is not None:
            yield self._line(self.pending)
            self.pending = None
        if tag == "61":
            statement = self._inside(item)
            if statement.closing is not None:
                raise self._error(item.line, ":61: stands after the closing balance")
            statement.entries += 1
            self.pending = _Pending(item, [])
        elif tag in {END, FIRST}:
            if self.statement is not None:
                self.statement.ended = True
            yield from self._end()
            if tag != END:
                self._begin(item)
        else:
            if self._starts_unnamed(tag):
                yield from self._end()
                self._begin(item).unnamed = tag
            self._absorb(item)

    def finish(self) -> Iterator[Row]:
        """The end of the file: complete what is open, and check that no page is missing.

        Raises:
            DocumentRefused: there was no message, balances or totals disagree, or the last page of a statement is
                missing.
        """
        if self.pending is not None:
            yield self._line(self.pending)
        yield from self._end()
        if self.last is None:
            raise self._error(1, "holds no :20: field: not an MT940 or MT942 file")
        if self.last.closing is not None and not self.last.closing.final:
            raise self._error(
                self.line, "the file ends on an intermediate balance :62M:: its next page, from :60M:, is missing"
            )

    def _absorb(self, item: Field) -> None:
        statement = self._inside(item)
        try:
            statement.absorb(item)
        except InputError as error:
            raise self._error(item.line, str(error)) from None

    def _starts_unnamed(self, tag: str) -> bool:
        return tag in HEADS and (self.statement is None or self.statement.closing is not None)

    def _begin(self, item: Field) -> Statement:
        statement = self.statement = Statement(self.statements, item.line, self.amounts)
        self.statements += 1
        return statement

    def _inside(self, item: Field) -> Statement:
        if self.statement is None:
            raise self._error(item.line, f":{item.tag}: stands outside a statement: no :20: before it")
        return self.statement

    def _end(self) -> Iterator[StatementHeader]:
        statement = self.statement
        if statement is None:
            return
        try:
            header = statement.header()
            self._chain(statement)
        except InputError as error:
            place = f"statement {statement.number + 1}: " if statement.unnamed is None else ""
            raise self._error(statement.line, f"{place}{error}") from None
        self.last, self.statement = statement, None
        yield header

    def _chain(self, statement: Statement) -> None:
        """An intermediate opening balance :60M: is the closing balance :62M: of the page before it.

        Raises:
            InputError: account, currency or amount of the two differ, so that a page is missing between them.
        """
        before, opening = self.last, statement.opening
        if before is None or before.closing is None or opening is None:
            return
        if before.closing.final:
            return
        if opening.final or opening.amount != before.closing.amount or before.account != statement.account:
            raise InputError(
                f"page before it closed with :62M: {before.closing.amount.exact:f} {before.closing.amount.currency}, "
                "which is not this page's :60M: balance"
            )

    def _line(self, pending: _Pending) -> StatementLine | RefusedRow:
        statement = self._inside(pending.field)
        self.row += 1
        try:
            entry = read_entry(pending.field.lines, statement.stated_currency(), self.amounts)
        except InputError as error:
            reason = f"line {pending.field.line}: {error}"
            statement.tally.unread = statement.tally.unread or f"entry at {reason}"
            return self._refused(pending, "unreadable", reason, None)
        statement.count(entry)
        if not entry.booked:
            reason = f"line {pending.field.line}: mark EC or ED: expected by the bank, not booked"
            return self._refused(pending, "not_booked", reason, entry)
        details = read_details(pending.details) if pending.details else NOTHING
        return statement_line(statement, self.row, entry, details)

    def _refused(self, pending: _Pending, code: str, reason: str, entry: Entry | None) -> RefusedRow:
        return RefusedRow(
            line_no=self.row,
            reason_code=code,
            reason=reason,
            raw="\n".join([*pending.field.lines, *pending.details]),
            journal_id=None,
            line_ref=entry.bank_ref if entry else None,
            date=entry.day if entry else None,
            currency=entry.amount.currency if entry else None,
            amount=entry.amount.minor if entry else None,
        )

    def _error(self, line: int, rule: str) -> InputError:
        return DocumentRefused(self.path, f"line {line}: {rule}")
