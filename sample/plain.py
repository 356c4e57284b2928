"""The benchmarks' workspace: one imported book and two statements, uniform and as large as asked.

The book has `rows` lines in two-line journals on accounts 1110 and 2100; each account is reconciled with a statement of
`rows / 2` lines, so every line of the book and of the statements is an item that has to be matched.
"""

from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from sample.scratch import export, scratch, script
from tieout.errors import InputError

BOOK = """
    SELECT 'J' || i AS journal_id, 'J' || i || '-' || line_no AS line_id, booked AS date, account, 'EUR' AS currency,
           money(book_amount) AS amount, 'R' || i AS reference, 'Payment ' || i AS description
    FROM item ORDER BY i, line_no"""
STATEMENT = """
    SELECT 'T' || account || '-' || i AS id, stated AS date, money(statement_amount) AS amount,
           bank_reference AS reference, 'Line ' || i AS description
    FROM item WHERE account = '{account}' ORDER BY i"""
STATEMENTS = {"clearing": "1110", "deferred": "2100"}
DAYS = 92
LAST_DAY = date(2026, 10, 31)


class Plain(NamedTuple):
    """What was written: data rows of the book, and of its two statements together."""

    root: Path
    book_lines: int
    statement_lines: int


def generate_plain(root: Path, rows: int, seed: int = 7) -> Plain:
    """Write a workspace with `rows` book lines and `rows` statement lines, of the 92 days to 2026-10-31.

    Raises:
        InputError: `rows` is odd or not positive.
    """
    _write(root, range(_journals(rows)), _journals(rows), seed, "")
    _configure(root, LAST_DAY)
    return Plain(root, rows, rows)


def generate_next_day(root: Path, rows: int, added: int, seed: int = 7) -> Plain:
    """Write what arrives on the day after those of `generate_plain(root, rows, seed)`, in files of its own.

    Raises:
        InputError: `added` is odd or not positive, or more than a day of the workspace holds.
    """
    history, new = _journals(rows), _journals(added)
    if new * DAYS > history:
        raise InputError(f"added is {added}: a day of {rows} rows in {DAYS} days holds at most {history // DAYS * 2}")
    _write(root, range(history, history + new), history, seed, "-next")
    _configure(root, LAST_DAY + timedelta(days=1))
    return Plain(root, added, added)


def _journals(rows: int) -> int:
    if rows < 1 or rows % 2:
        raise InputError(f"rows is {rows}: two-line journals need a positive even number")
    return rows // 2


def _write(root: Path, journals: range, pairs: int, seed: int, suffix: str) -> None:
    with scratch(seed) as connection:
        for name, value in (("pairs", pairs), ("first", journals.start), ("last", journals.stop)):
            connection.execute(f"SET VARIABLE {name} = ?::BIGINT", [value])
        connection.execute(script("80_plain"))
        export(connection, BOOK, root / "inbox" / "book" / f"book{suffix}.csv")
        for source, account in STATEMENTS.items():
            path = root / "inbox" / source / f"{source}{suffix}.csv"
            export(connection, STATEMENT.format(account=account), path)


def _configure(root: Path, as_of: date) -> None:
    settings = resources.files(__package__).joinpath("plain.yml").read_text(encoding="utf-8")
    (root / "tieout.yml").write_text(settings.replace(f"as_of: {LAST_DAY}", f"as_of: {as_of}"), encoding="utf-8")
