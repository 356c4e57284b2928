"""The refused rows of a file: with their reason, the nearest valid word where one helps, and the row as it stood."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import duckdb

from tabular.session import copy_to, insert_rows
from tieout.money import Currencies
from tieout.sql_text import literal
from tieout.suggestions import did_you_mean

_MOST_HINTS = 200
Hint = Callable[[str], str]


def currency_hint(currencies: Currencies) -> Hint:
    """Says which known currency a code is most like."""
    return currencies.suggestion


def word_hint(valid: Iterable[str]) -> Hint:
    """Says which of the valid words is the nearest."""
    words = tuple(valid)
    return lambda word: did_you_mean(word, words)


def add_hints(connection: duckdb.DuckDBPyConnection, refused: str, hints: Mapping[str, Hint]) -> None:
    """Fill the table of hints for the words that the relation `refused` has (reason code → hint)."""
    codes = ", ".join(literal(code) for code in hints)
    words = connection.execute(
        f"SELECT DISTINCT reason_code, hint_word FROM {refused}"
        f" WHERE hint_word IS NOT NULL AND reason_code IN ({codes}) ORDER BY ALL LIMIT {_MOST_HINTS}"
    ).fetchall()
    insert_rows(connection, "hints", [(code, word, hints[code](word)) for code, word in words])


def refused_rows_sql(failed_rows: str) -> str:
    """SQL of REFUSED_ROW from a relation of failed rows, in file order.

    The relation has line_no, reason_code, reason, hint_word, raw, journal_id, line_ref, date, currency, amount.
    """
    return f"""
        SELECT rows.line_no, rows.reason_code,
               'row ' || rows.line_no || ': ' || rows.reason || coalesce(': ' || nullif(hints.hint, ''), '') AS reason,
               rows.raw, rows.journal_id, rows.line_ref, rows.date,
               CASE WHEN rows.reason_code <> 'unknown_currency' THEN rows.currency END AS currency, rows.amount
        FROM ({failed_rows}) AS rows
        LEFT JOIN hints ON hints.reason_code = rows.reason_code AND hints.word = rows.hint_word
        ORDER BY rows.line_no
    """


def write_refused(connection: duckdb.DuckDBPyConnection, failed_rows: str, target: Path) -> int:
    """Write REFUSED_ROW to `target` and return how many; writes nothing when there are none."""
    row = connection.execute(f"SELECT count(*) FROM ({failed_rows})").fetchone()
    if row is None or row[0] == 0:
        return 0
    return copy_to(connection, refused_rows_sql(failed_rows), target)
