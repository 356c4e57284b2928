"""The stream: statements, entries and transactions as their elements end, each dropped once it is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ingest.documents.amounts import Amount, Amounts
from ingest.documents.lake_writer import read_document
from ingest.documents.parts import DocumentRefused, RefusedRow, StatementHeader, StatementLine
from ingest.formats.camt053.elements import Leaves, Node, leaves, local_name
from ingest.formats.camt053.entries import booking_day, entry_amount, read_entry, split_amounts, status_of
from ingest.formats.camt053.lines import Shared, batch_lines, single_line
from ingest.formats.camt053.statement import Statement
from ingest.formats.camt053.transactions import Transaction, included_charges, read_transaction
from ingest.read_task import Reading, ReadTask
from tieout.errors import InputError
from tieout.money import Currencies

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import iterparse

Row = StatementLine | RefusedRow | StatementHeader
RAW_LIMIT = 2000


def read(task: ReadTask) -> Reading:
    """Read one file to the lake.

    Raises:
        InputError: `parse` refuses the file; then nothing of it is kept.
    """
    return read_document(parse, task)


def parse(path: Path, currencies: Currencies, *, rounding: str | None, encoding: str | None) -> Iterator[Row]:
    """Stream a camt.053, camt.052 or camt.054 file: each statement's lines and refused rows, then its header.

    Amounts are signed minor units of the account's currency. `encoding` overrides the one that the XML declares.

    Raises:
        DocumentRefused: the file is no such document, is not well-formed or complete, holds a DOCTYPE, or a statement's
            balances or control totals disagree with its entries. It names file, line and rule.
    """
    from lxml import etree  # noqa: PLC0415 - a heavy import that only this format needs

    reader = _Reader(path, Amounts(currencies, rounding))
    try:
        with path.open("rb") as file:
            events = _events(path, file, encoding)
            yield from reader.rows(events)
            _refuse_doctype(path, events.root)
    except etree.XMLSyntaxError as error:
        message = " ".join(str(error.msg).split())
        raise DocumentRefused(path, f"line {error.lineno}: not complete, well-formed XML: {message}") from None
    except OSError as error:
        raise DocumentRefused(path, f"cannot be read: {error.strerror or error}") from None
    if reader.statements == 0:
        raise DocumentRefused(path, "line 1: holds no Stmt, Rpt or Ntfctn: not a camt.053, .052 or .054 document")


def _events(path: Path, file: BinaryIO, encoding: str | None) -> "iterparse":
    """The ends of statements, entries and transactions, from a parser that neither expands nor fetches anything.

    Raises:
        DocumentRefused: there is no such encoding.
    """
    from lxml import etree  # noqa: PLC0415 - a heavy import that only this format needs

    try:
        return etree.iterparse(
            file,
            tag=("{*}Stmt", "{*}Rpt", "{*}Ntfctn", "{*}Ntry", "{*}TxDtls"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            encoding=encoding,
        )
    except LookupError:
        raise DocumentRefused(path, f"{encoding!r} is not an encoding") from None


def _refuse_doctype(path: Path, node: Node) -> None:
    if node.getroottree().docinfo.doctype:
        raise DocumentRefused(path, "line 1: a DOCTYPE is not allowed in a statement (entity expansion): remove it")


@dataclass(slots=True)
class _Reader:
    path: Path
    amounts: Amounts
    statements: int = 0
    row: int = 0
    statement: Statement | None = None
    transactions: list[Transaction] = field(default_factory=list)

    def rows(self, events: "Iterable[tuple[str, Node]]") -> Iterator[Row]:
        """Each statement's lines and refused rows, then its header.

        Raises:
            DocumentRefused: a statement's entries, balances or control totals are wrong; with file, line and part.
        """
        for _, node in events:
            name = local_name[node.tag]
            if name == "TxDtls":
                self.transactions.append(read_transaction(node))
                node.clear()
            elif name == "Ntry":
                yield from self._entry(self.statement or self._begin(node.getparent()), node)
            else:
                yield self._end(self.statement or self._begin(node), node)
        if self.statement is not None:
            raise DocumentRefused(
                self.path, f"line {self.statement.line}: entries (Ntry) outside a Stmt, Rpt or Ntfctn"
            )

    def _begin(self, node: Node) -> Statement:
        """A new statement, known by its first entry, or by its end when it has none."""
        _refuse_doctype(self.path, node)
        self.statement = Statement(self.statements, local_name[node.tag], node.sourceline or 0, self.amounts, self.row)
        self.statements += 1
        return self.statement

    def _end(self, statement: Statement, node: Node) -> StatementHeader:
        with _located(self.path, statement.line, f"statement {statement.number + 1}"):
            for child in node:
                if local_name[child.tag] != "Ntry":
                    statement.absorb(child)
            header = statement.header()
        self.statement = None
        node.clear()
        return header

    def _entry(self, statement: Statement, node: Node) -> "Iterable[StatementLine | RefusedRow]":
        parent = node.getparent()
        if parent[0] is not node:
            with _located(self.path, node.sourceline or 0, "before the entry"):
                _absorb_before(statement, parent, node)
        self.row += 1
        rows: Iterable[StatementLine | RefusedRow]
        try:
            rows = self._lines(statement, node)
        except InputError as error:
            reason = f"line {node.sourceline}: {error}"
            statement.tally.unread = statement.tally.unread or f"entry at {reason}"
            rows = (self._refused(node, "unreadable", reason, None),)
        node.clear()
        self.transactions.clear()
        return rows

    def _lines(self, statement: Statement, node: Node) -> "Iterable[StatementLine | RefusedRow]":
        found = leaves(node)
        amount = entry_amount(found, self.amounts)
        direction = found["CdtDbtInd"]
        statement.all_entries.add(amount, direction)
        statement.currencies.add(amount.currency)
        status = status_of(found)
        if status is None:
            raise InputError("the entry has no status (Sts)")
        if status != "BOOK":
            reason = f"line {node.sourceline}: status {status}: announced by the bank, not booked"
            return (self._refused(node, "not_booked", reason, amount),)
        entry = read_entry(found, amount, included_charges(node, found))
        day = booking_day(found, self.transactions) or statement.day()
        shared = Shared(self.row, statement, entry, day, self.amounts)
        parts = split_amounts(amount, self.transactions, self.amounts) if len(self.transactions) > 1 else None
        if parts is None:
            rows = [single_line(shared, self.transactions)]
        else:
            rows = batch_lines(shared, self.transactions, parts)
            self.row += len(rows) - 1
        statement.booked.add(amount, direction)
        statement.tally.add(amount)
        statement.tally.lines += len(rows)
        return rows

    def _refused(self, node: Node, code: str, reason: str, amount: Amount | None) -> RefusedRow:
        from lxml import etree  # noqa: PLC0415 - loaded by now; kept out of the module's import

        found = leaves(node)
        return RefusedRow(
            line_no=self.row,
            reason_code=code,
            reason=reason,
            raw=" ".join(etree.tostring(node, encoding="unicode", with_tail=False).split())[:RAW_LIMIT],
            journal_id=None,
            line_ref=found.get("AcctSvcrRef") or found.get("NtryRef"),
            date=_day_or_none(found),
            currency=amount.currency if amount else None,
            amount=amount.minor if amount else None,
        )


def _absorb_before(statement: Statement, parent: Node, node: Node) -> None:
    """Take in, and drop, the statement's children that stand before this entry."""
    while (child := parent[0]) is not node:
        if local_name[child.tag] != "Ntry":
            statement.absorb(child)
        del parent[0]


def _day_or_none(found: Leaves) -> date | None:
    try:
        return booking_day(found, [])
    except InputError:
        return None


@contextmanager
def _located(path: Path, line: int, part: str) -> Iterator[None]:
    """Name file, line and part in an InputError of the block.

    Raises:
        DocumentRefused: in place of the block's InputError.
    """
    try:
        yield
    except InputError as error:
        raise DocumentRefused(path, f"line {line}: {part}: {error}") from None
