"""The exceptions on the screen as a file for a spreadsheet."""

from pathlib import Path
from tempfile import TemporaryDirectory

from dashboards.casework.now import Now
from dashboards.marts import Marts
from dashboards.queries.exceptions import LIVE, ORDERS, WHERE, Filter, live

FORMULA_START = r"'^[=+@\t\r\n-]'"
TEXTS = {
    "reconciliation": "reconciliation",
    "exception_id": "exception_id",
    "case_id": "case_id",
    "type": "type",
    "severity": "severity",
    "stands": "status",
    "works": "assignee",
    "side": "side",
    "source": "source",
    "line_ref": "line_ref",
    "currency": "currency",
    "reference": "reference",
    "counterparty": "counterparty",
    "description": "description",
    "context": "context",
    "suggestion": "suggestion",
}


def export(marts: Marts, now: Now, wanted: Filter) -> bytes:
    """The exceptions that the filter finds, as CSV in UTF-8 with a byte order mark, which spreadsheets expect.

    A text that a spreadsheet would take for a formula (it starts with = + - @, a tab or a line end) gets an apostrophe
    before it. Amounts are numbers in their currency's decimals.
    """
    with TemporaryDirectory() as folder, marts.cursor() as cursor:
        file = Path(folder) / "exceptions.csv"
        relation = cursor.execute(_export_sql(marts, file), {**live(now), **wanted.values()})
        relation.fetchall()
        return b"\xef\xbb\xbf" + file.read_bytes()


def _export_sql(marts: Marts, file: Path) -> str:
    texts = [
        f"CASE WHEN regexp_matches({column}, {FORMULA_START}) THEN chr(39) || {column} ELSE {column} END AS {name}"
        for column, name in TEXTS.items()
    ]
    columns = ", ".join([*texts, _plain_amount(marts), "date", "age_days", "due_at"])
    return (
        f"COPY ({LIVE} SELECT {columns} FROM worklist {WHERE} ORDER BY {ORDERS['Severity']}) "
        f"TO '{file}' (FORMAT csv, HEADER)"
    )


def _plain_amount(marts: Marts) -> str:
    """SQL for the amount as text with exactly its currency's decimals."""
    codes = [
        row["currency"] for row in marts.rows("SELECT DISTINCT currency FROM exceptions WHERE currency IS NOT NULL")
    ]
    cases = " ".join(
        f"WHEN currency = '{code}' THEN amount::DECIMAL(38, {marts.scale(code)})::VARCHAR" for code in codes
    )
    return f"CASE WHEN amount IS NULL THEN NULL {cases} ELSE amount::VARCHAR END AS amount"
