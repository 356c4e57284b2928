"""The lines of the journals that stand, and the refused rows of those that fall, to the lake."""

import duckdb

from ingest.reading import BookAccount, CurrencyTotal, Reading, StatementFacts, Task
from ingest.typed.numbering import rejected_rows_sql
from ingest.typed.refusals import write_refused
from ingest.typed.session import copy_to

_FAILED = f"""
    SELECT line_no, fallen.reason_code, fallen.reason, fallen.hint_word, fallen.raw, journal_id, line_id AS line_ref,
           date, fallen.currency, fallen.amount
    FROM numbered JOIN fallen USING (place)
    UNION ALL {rejected_rows_sql()}
"""


def write_journals(connection: duckdb.DuckDBPyConnection, task: Task) -> Reading:
    """Write `typed`, as judged (see journal_law), to the lake; one statement, keyed by the file's path."""
    lines = copy_to(connection, _lines_sql(connection), task.lines)
    refused = write_refused(connection, _FAILED, task.refused)
    totals = connection.execute(
        "SELECT currency, count(*), sum(greatest(amount, 0))::HUGEINT, min(date), max(date)"
        " FROM typed ANTI JOIN fallen USING (place) GROUP BY currency ORDER BY currency"
    ).fetchall()
    facts = StatementFacts(
        statement_no=0,
        key=task.key,
        account=None,
        currency=totals[0][0] if len(totals) == 1 else None,
        opening_date=min((row[3] for row in totals), default=None),
        opening_balance=None,
        closing_date=max((row[4] for row in totals), default=None),
        closing_balance=None,
        lines=lines,
        total=0 if len(totals) == 1 else None,
    )
    return Reading(
        rows=lines,
        refused=refused,
        statements=(facts,),
        totals={row[0]: CurrencyTotal(row[1], row[2]) for row in totals},
        accounts=_accounts(connection),
        unknown_accounts=_unknown_accounts(connection),
        extra_totals={"journals_balanced_in_base_only": _base_only(connection)},
    )


def _lines_sql(connection: duckdb.DuckDBPyConnection) -> str:
    """SQL of BOOK_LINE. A line without an id of its own is named by its journal and its place in it."""
    row = connection.execute("SELECT count(*) FROM typed WHERE line_id IS NULL").fetchone()
    nameless = row is not None and row[0] > 0
    place = "row_number() OVER (PARTITION BY entity_id, journal_id ORDER BY line_no)"
    line_ref = f"coalesce(line_id, journal_id || '/' || {place})" if nameless else "line_id"
    return f"""
        SELECT line_no, journal_id, {line_ref} AS line_ref, date AS effective_date,
               NULL::TIMESTAMPTZ AS recorded_at, account AS account_code, currency, amount, base_currency, base_amount,
               reference, description, counterparty, kind, group_key, reverses, entity_id
        FROM numbered ANTI JOIN fallen USING (place)
    """


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
        "SELECT count(*) FROM judged ANTI JOIN verdicts USING (entity_id, journal_id) WHERE NOT balanced"
    ).fetchone()
    return int(row[0]) if row else 0
