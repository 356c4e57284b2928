"""The benchmarks' workspace: one imported book and two statements, uniform and as large as asked.

The book has `rows` lines in two-line journals on accounts 1110 and 2100; each account is reconciled with a statement of
`rows / 2` lines, so every line of the book and of the statements is an item that has to be matched.
"""

from importlib import resources
from pathlib import Path
from typing import NamedTuple

from orchestration.sample.scratch import export, scratch, script
from tieout.errors import InputError

BOOK = """
    SELECT 'J' || i AS journal_id, 'J' || i || '-' || line_no AS line_id, booked AS date, account, 'EUR' AS currency,
           money(book_amount) AS amount, 'R' || i AS reference, 'Payment ' || i AS description
    FROM item ORDER BY i, line_no"""
STATEMENT = """
    SELECT 'T' || account || '-' || i AS id, stated AS date, money(statement_amount) AS amount, told AS reference,
           'Line ' || i AS description
    FROM item WHERE account = '{account}' ORDER BY i"""
STATEMENTS = {"clearing": "1110", "deferred": "2100"}


class Plain(NamedTuple):
    """What was written: data rows of the book, and of its two statements together."""

    root: Path
    book_lines: int
    statement_lines: int


def generate_plain(root: Path, rows: int, seed: int = 7) -> Plain:
    """Write a workspace with `rows` book lines and `rows` statement lines.

    Raises InputError when `rows` is odd or not positive.
    """
    if rows < 1 or rows % 2:
        raise InputError(f"rows is {rows}: two-line journals need a positive even number")
    with scratch(seed) as connection:
        connection.execute("SET VARIABLE pairs = ?::BIGINT", [rows // 2])
        connection.execute(script("80_plain"))
        export(connection, BOOK, root / "inbox" / "book" / "book.csv")
        for source, account in STATEMENTS.items():
            export(connection, STATEMENT.format(account=account), root / "inbox" / source / f"{source}.csv")
    settings = resources.files(__package__).joinpath("plain.yml").read_text(encoding="utf-8")
    (root / "tieout.yml").write_text(settings, encoding="utf-8")
    return Plain(root, rows, rows)
