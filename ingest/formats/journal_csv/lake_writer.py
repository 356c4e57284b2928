"""The lines of the journals that stand, and the refused rows of those that fall, to the lake."""

import duckdb

from ingest.formats.journal_csv.lake_lines import Judgement, book_lines_sql, journals_reading
from ingest.read_task import BookAccount, Reading, ReadTask
from tabular.numbering import rejected_rows_sql
from tabular.refusals import write_refused
from tabular.session import copy_to

_FAILED = f"""
    SELECT line_no, fallen.reason_code, fallen.reason, fallen.hint_word, fallen.raw, journal_id, line_id AS line_ref,
           date, fallen.currency, fallen.amount
    FROM numbered JOIN fallen USING (place)
    UNION ALL {rejected_rows_sql()}
"""


def write_journals(connection: duckdb.DuckDBPyConnection, task: ReadTask, scope: str) -> Reading:
    """Write `typed`, as judged (see balance_rules), to the lake; `scope` is SQL of what a journal_id is of."""
    copy_to(connection, _lines_sql(connection, scope), task.lines)
    refused = write_refused(connection, _FAILED, task.refused)
    judgement = Judgement(refused, _accounts(connection), _unknown_accounts(connection), _base_only(connection))
    return journals_reading(connection, task, judgement)


def _lines_sql(connection: duckdb.DuckDBPyConnection, scope: str) -> str:
    """SQL of BOOK_LINE. A line without an id of its own is named by its journal and its place in it."""
    row = connection.execute("SELECT count(*) FROM typed WHERE line_id IS NULL").fetchone()
    nameless = row is not None and row[0] > 0
    place = f"row_number() OVER (PARTITION BY entity_id, journal_id, {scope} ORDER BY line_no)"
    line_ref = f"coalesce(line_id, journal_id || '/' || {place})" if nameless else "line_id"
    return book_lines_sql(line_ref, "numbered ANTI JOIN fallen USING (place)")


def _accounts(connection: duckdb.DuckDBPyConnection) -> tuple[BookAccount, ...]:
    """The accounts that the standing lines use and nobody knew before."""
    found = connection.execute(
        """
        SELECT DISTINCT entity_id, account, name, type
        FROM new_accounts
        SEMI JOIN (
            SELECT entity_id, account FROM typed ANTI JOIN fallen USING (place)
        ) AS used USING (entity_id, account)
        WHERE type IS NOT NULL
        ORDER BY ALL
        """
    ).fetchall()
    return tuple(BookAccount(*row) for row in found)


def _unknown_accounts(connection: duckdb.DuckDBPyConnection) -> tuple[tuple[str, str], ...]:
    return tuple(
        connection.execute("SELECT entity_id, account FROM new_accounts WHERE type IS NULL ORDER BY ALL").fetchall()
    )


def _base_only(connection: duckdb.DuckDBPyConnection) -> int:
    """How many journals stand because they balance in the functional currency, though not in each of their own."""
    row = connection.execute(
        "SELECT count(*) FROM judged ANTI JOIN verdicts USING (entity_id, journal_id, scope) WHERE NOT balanced"
    ).fetchone()
    return int(row[0]) if row else 0
