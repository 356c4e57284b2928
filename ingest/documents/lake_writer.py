"""Writing what a streaming parser yields to the lake, batch by batch: memory does not grow with the file."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.documents.parts import RefusedRow, StatementHeader, StatementLine
from ingest.lake.schemas import REFUSED_ROW, STATEMENT_LINE
from ingest.read_task import CurrencyTotal, Reading, ReadTask, StatementFacts
from tieout.money import Currencies

BATCH = 50_000


class Parser(Protocol):
    """The parser of a streaming format."""

    def __call__(
        self, path: Path, currencies: Currencies, *, rounding: str | None, encoding: str | None
    ) -> Iterator[StatementLine | RefusedRow | StatementHeader]:
        """Yield lines and refused rows, and each statement's header once its balances are proved."""


@dataclass(slots=True)
class _Batches:
    """Rows on their way to one Parquet file; the file exists from the first batch, or from `always`."""

    schema: pa.Schema
    target: Path
    entity: str | None
    rows: list[StatementLine | RefusedRow] = field(default_factory=list)
    count: int = 0
    writer: pq.ParquetWriter | None = None

    def add(self, row: StatementLine | RefusedRow) -> None:
        """Take one row; a full batch is written."""
        self.rows.append(row)
        self.count += 1
        if len(self.rows) == BATCH:
            self.flush()

    def flush(self) -> None:
        """Write the rows that wait."""
        if self.writer is None:
            self.writer = pq.ParquetWriter(self.target, self.schema, compression="snappy")
        columns = [pa.array(self.values(part.name), part.type) for part in self.schema]
        self.writer.write_batch(pa.record_batch(columns, schema=self.schema))
        self.rows.clear()

    def values(self, name: str) -> list[object]:
        """The waiting rows' values of a column; a line without an entity is of the source's."""
        values = list(map(attrgetter(name), self.rows))
        return [self.entity if value is None else value for value in values] if name == "entity_id" else values

    def close(self) -> None:
        """Write what is left, and end the file."""
        if self.rows:
            self.flush()
        if self.writer is not None:
            self.writer.close()


def read_document(parse: Parser, task: ReadTask) -> Reading:
    """Read a document to the lake.

    Raises:
        InputError: the parser refuses the file; then nothing of it is kept.
    """
    entity = task.default_entity
    lines, refused = _Batches(STATEMENT_LINE, task.lines, entity), _Batches(REFUSED_ROW, task.refused, entity)
    lines.flush()
    headers: list[StatementHeader] = []
    counts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    try:
        for part in parse(task.path, task.currencies, rounding=task.source.rounding, encoding=task.source.encoding):
            if isinstance(part, StatementHeader):
                headers.append(part)
            elif isinstance(part, RefusedRow):
                refused.add(part)
            else:
                lines.add(part)
                counts[part.currency] += 1
                sums[part.currency] += part.amount
    finally:
        lines.close()
        refused.close()
    totals = {currency: CurrencyTotal(counts[currency], sums[currency]) for currency in sorted(counts)}
    return Reading(lines.count, refused.count, _facts(headers), totals)


def _facts(headers: list[StatementHeader]) -> tuple[StatementFacts, ...]:
    """The statements; a reference that a file uses again is another statement, not a restatement.

    Nor does one with another opening balance restate anything: numbers restart, and then only the balances say so.
    """
    met: Counter[tuple[str, int | None]] = Counter()
    facts = []
    for header in headers:
        met[header.statement_ref, header.opening] += 1
        again = met[header.statement_ref, header.opening]
        facts.append(
            StatementFacts(
                statement_no=header.statement_no,
                key=header.statement_ref if again == 1 else f"{header.statement_ref}#{again}",
                account=header.account,
                currency=header.currency,
                opening_date=header.opening_date,
                opening_balance=header.opening,
                closing_date=header.closing_date,
                closing_balance=header.closing,
                lines=header.lines,
                total=header.total,
                kind=header.kind,
            )
        )
    return tuple(facts)
