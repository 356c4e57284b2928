"""Which row of its file a typed row was: the scan numbers only the rows that it could take.

The table `stored` holds what differs from row to row, in file order; the view `typed` adds what does not, and `place`,
the row's number in `stored` from 1. `rejected` are the rows that the scan could not take; `numbered` is `typed` with
`line_no`, the row's number in the file.
"""

from collections.abc import Mapping

import duckdb

from ingest.typed.text import Field

_NOTHING_REJECTED = """
    CREATE TABLE rejected (line_no BIGINT, reason_code VARCHAR, reason VARCHAR, raw VARCHAR);
    CREATE VIEW numbered AS SELECT place AS line_no, * FROM typed;
"""

_SHIFTED = """
    CREATE TABLE shifts AS
    SELECT taken_before, max(shift) AS shift
    FROM (
        SELECT line_no - row_number() OVER (ORDER BY line_no) AS taken_before,
               row_number() OVER (ORDER BY line_no) AS shift
        FROM rejected
    )
    GROUP BY taken_before;
    CREATE VIEW numbered AS
    SELECT place + coalesce(shifts.shift, 0) AS line_no, typed.*
    FROM typed ASOF LEFT JOIN shifts ON typed.place > shifts.taken_before;
"""


def stored_sql(columns: Mapping[str, Field]) -> str:
    """SQL of the columns that `stored` keeps: name → field of which the level below has a column `f_name`."""
    return "".join(f', f_{name} AS "{name}"' for name, field in columns.items() if not field.constant)


def typed_view_sql(columns: Mapping[str, Field]) -> str:
    """SQL that makes the view `typed` of `stored` and the columns that are constant."""
    constants = "".join(f', {field.sql} AS "{name}"' for name, field in columns.items() if field.constant)
    return f"CREATE VIEW typed AS SELECT rowid + 1 AS place, *{constants} FROM stored"


def number_plainly(connection: duckdb.DuckDBPyConnection) -> None:
    """Every row was taken: row i of `stored` is row i of the file."""
    connection.execute(_NOTHING_REJECTED)


def number_around_rejected(connection: duckdb.DuckDBPyConnection) -> None:
    """Row i of `stored` is row i + n of the file, n the rows of the table `rejected` before it."""
    connection.execute(_SHIFTED)


def rejected_rows_sql() -> str:
    """SQL of the rows that the scan could not take, in the shape of failed rows (see refusals)."""
    return """
        SELECT line_no, reason_code, reason, NULL::VARCHAR AS hint_word, raw, NULL::VARCHAR AS journal_id,
               NULL::VARCHAR AS line_ref, NULL::DATE AS date, NULL::VARCHAR AS currency, NULL::BIGINT AS amount
        FROM rejected
    """
