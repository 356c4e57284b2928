"""Documents for the tests of printing."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from reporting.printing import Cell, Column, Document, Head, Kind, Row, Table, Weight, plain_rows

HEAD = Head(
    "Trial balance",
    "Jäger & Söhne GmbH (acme-de)",
    "2026-10 (2026-10-01 to 2026-10-31)",
    "EUR",
    date(2026, 10, 31),
    datetime(2026, 11, 2, 9, 5, 1, 250_000, tzinfo=UTC),
    "20261102T090500-abc123",
)
HEAD_LINES = 10


def one_column(cells: Sequence[Cell], kind: Kind = Kind.TEXT) -> Document:
    """A document with a row for every cell, and a number before it so that no line is empty."""
    columns = [Column("no", "No.", Kind.NUMBER), Column("cell", "Cell", kind)]
    return Document(HEAD, [Table("cells", HEAD.title, columns, plain_rows(enumerate(cells)))])


def statement(lines: int = 3) -> Document:
    """A financial statement with headings, a total, and a column for programs."""
    columns = [
        Column("section", "Section", Kind.WORD),
        Column("account", "Account"),
        Column("currency", "Currency", on_paper=False),
        Column("amount", "Amount", Kind.NUMBER),
        Column("share", "Share", Kind.PERCENT),
    ]
    rows = [
        Row(["current_assets", f"{1000 + at} Cash", "EUR", Decimal(-123456 - at).scaleb(-2), Decimal("12.5")])
        for at in range(lines)
    ]
    rows.append(Row(["liability", "2000 Payables", "EUR", Decimal("123459.00"), None], Weight.SUBTOTAL))
    total = Row([None, "Total", None, Decimal("0.00"), None], Weight.TOTAL)
    return Document(HEAD, [Table("statement", HEAD.title, columns, rows, group="section", total=total)])
