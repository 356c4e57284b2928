"""Which row of its file a typed row was: the scan numbers only the rows that it could take.

`rejected` are the rows that the scan could not take; `numbered` is the view `typed` (see rows) with `line_no`, the
row's number in the file.
"""

import duckdb

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
