"""The baseline of `scale`: what a person would write in DuckDB to match the same files, with none of the proofs.

`python -m benchmarks.bare WORKSPACE` reads book and statements, joins them on reference and amount, joins the rest on
amount and date where neither line has another candidate, adds up account by month, and prints the seconds.
"""

import sys
import time
from pathlib import Path

import duckdb

from tieout.sql_text import literal

READ = """
CREATE TABLE book AS
SELECT journal_id, line_id, date, account, CAST(amount AS DECIMAL(18, 2)) AS amount, reference
FROM read_csv({book}, header = true, types = {{'account': 'VARCHAR', 'amount': 'VARCHAR'}});

CREATE TABLE statement AS
SELECT '1110' AS account, id, date, CAST(amount AS DECIMAL(18, 2)) AS amount, reference
FROM read_csv({clearing}, header = true, types = {{'amount': 'VARCHAR'}})
UNION ALL
SELECT '2100', id, date, CAST(amount AS DECIMAL(18, 2)), reference
FROM read_csv({deferred}, header = true, types = {{'amount': 'VARCHAR'}});
"""

FIRST_JOIN = """
CREATE TABLE by_reference AS
SELECT book.line_id, statement.id
FROM book JOIN statement USING (account, reference, amount)
WHERE abs(date_diff('day', book.date, statement.date)) <= 5;
"""

SECOND_JOIN = """
CREATE TABLE by_amount AS
WITH pairs AS (
    SELECT book.line_id, statement.id
    FROM (FROM book ANTI JOIN by_reference USING (line_id)) AS book
    JOIN (FROM statement ANTI JOIN by_reference USING (id)) AS statement USING (account, amount)
    WHERE abs(date_diff('day', book.date, statement.date)) <= 3
)
SELECT line_id, id FROM pairs
QUALIFY count(*) OVER (PARTITION BY line_id) = 1 AND count(*) OVER (PARTITION BY id) = 1;
"""

AGGREGATE = """
CREATE TABLE balances AS
SELECT account, date_trunc('month', date) AS month, sum(amount) AS amount
FROM book GROUP BY ALL;
"""


def match(root: Path) -> tuple[float, int]:
    """Seconds, and how many pairs were found."""
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        began = time.monotonic()
        inbox = {name: literal(root / "inbox" / name / "*.csv") for name in ("book", "clearing", "deferred")}
        for step in (READ.format(**inbox), FIRST_JOIN, SECOND_JOIN, AGGREGATE):
            connection.execute(step)
        seconds = time.monotonic() - began
        found = connection.execute(
            "SELECT (SELECT count(*) FROM by_reference) + (SELECT count(*) FROM by_amount)"
        ).fetchone()
    return seconds, int(found[0]) if found else 0


if __name__ == "__main__":
    took, pairs = match(Path(sys.argv[1]))
    print(took, pairs)
