"""CSV (RFC 4180) that programs read exactly and spreadsheets read safely.

Above the header stand ten lines that begin with `#` and name what the figures are: programs skip them (`skip = 10` in
DuckDB, `skiprows=10` in pandas). The text is UTF-8 with a byte order mark, without which Excel takes it for the local
code page; lines end with a line feed.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from reporting.printing.document import Cell, Head, Row, Table, Weight, instant, one_line

BOM = b"\xef\xbb\xbf"
FORMULA_SIGNS = (
    "=+-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
"""A text that begins with one of these may be run as a formula by a spreadsheet (OWASP, CSV Injection)."""
_SIGNS = tuple(FORMULA_SIGNS)
_BREAKS = ("\t", "\r", "\n")
_QUOTED = frozenset('",\r\n#')


def to_csv(head: Head, table: Table) -> bytes:
    """The file: ten lines of head, then the header and the rows."""
    body = _body(table)
    digest = hashlib.sha256(body).hexdigest()
    title = head.title if table.title == head.title else f"{head.title}: {table.title}"
    facts = [*head.facts(), ("rows", str(counted_rows(table))), ("sha256", digest)]
    lines = [f"# {one_line(title)}", *(f"# {name}: {value}" for name, value in facts), "#"]
    return BOM + "".join(f"{line}\n" for line in lines).encode() + body


def rows_digest(table: Table) -> str:
    """SHA-256 of the table's CSV lines, the header first: what every format names."""
    return hashlib.sha256(_body(table)).hexdigest()


def counted_rows(table: Table) -> int:
    """Rows that are figures: headings are not counted, and not in CSV."""
    return sum(1 for row in table.rows if row.weight is not Weight.HEADING)


def _body(table: Table) -> bytes:
    header = _line(_quoted(column.name) for column in table.columns)
    return "".join([header, *(_row(row) for row in table.rows if row.weight is not Weight.HEADING)]).encode()


def _row(row: Row) -> str:
    return _line(csv_cell(cell) for cell in row.cells)


def _line(cells: Iterable[str]) -> str:
    return ",".join(cells) + "\n"


def csv_cell(cell: Cell) -> str:
    """One field: numbers exact and bare, texts quoted where needed, and never a formula."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, datetime):
        return instant(cell)
    if isinstance(cell, (int, date)):
        return str(cell)
    return _quoted(disarmed(cell))


def disarmed(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet might run it as a formula.

    It might where the text begins with a formula's sign, blanks before it or not.
    """
    runs = text.startswith(_BREAKS) or text.lstrip().startswith(_SIGNS)
    return f"'{text}" if runs else text


def _quoted(text: str) -> str:
    if text and not _QUOTED.intersection(text) and text.strip() == text:
        return text
    return '"' + text.replace('"', '""') + '"'
