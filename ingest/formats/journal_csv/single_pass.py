"""Journals in one pass from the file to the lake, where all of them stand; judged from the lines as written.

The rules are those of `balance_rules`, which alone says what is wrong with a journal. Here is only found out whether
there is anything for it to judge: a line that fails, an unknown account, a journal of several dates or currencies, or
one that does not balance.
"""

import duckdb

from ingest.formats.journal_csv.lake_lines import Judgement, book_lines_sql, journals_reading, written
from ingest.journal_scopes import is_one_scope, journal_scope_sql
from ingest.read_task import BookAccount, Reading, ReadTask
from tabular.rows import Rows
from tabular.single_pass import write_in_one_pass

_OWN_LINE_ID = "coalesce(line_id, error('row ' || line_no || ' has no line_id'))"
_PLACE_IN_JOURNAL = "journal_id || '/' || (line_no - first_no + 1)"


def write_journals_in_one_pass(connection: duckdb.DuckDBPyConnection, task: ReadTask, rows: Rows) -> Reading | None:
    """Write all rows to the lake; None when the journals have to be judged: nothing that was written counts then."""
    named = "line_id" not in rows.constants
    sql = book_lines_sql(
        *((_OWN_LINE_ID, f"({rows.one_pass_sql()})") if named else (_PLACE_IN_JOURNAL, _in_runs(task, rows)))
    )
    if write_in_one_pass(connection, sql, task.lines) is None:
        return None
    accounts = _new_accounts(connection, task, rows)
    if accounts is None or not _all_stand(connection, task, together=not named):
        return None
    return journals_reading(connection, task, Judgement(0, accounts, (), 0))


def _in_runs(task: ReadTask, rows: Rows) -> str:
    """The rows with the number of the first line of the journal, where a journal's lines stand together in the file.

    Lines of two journals of one id are of two dates, or kinds. Windows of this form are computed row by row as the file
    streams by, unlike those with a PARTITION.
    """
    same = [column for column in ("journal_id", "entity_id", "date") if column not in rows.constants]
    follows = " AND ".join(f"lag({column}) OVER () = {column}" for column in same)
    if "kind" in task.source.journal_id_scope:
        follows += " AND lag(kind) OVER () IS NOT DISTINCT FROM kind"
    return f"""(
        SELECT *, max(run_no) OVER (ROWS UNBOUNDED PRECEDING) AS first_no
        FROM (SELECT *, CASE WHEN {follows} THEN NULL ELSE line_no END AS run_no FROM ({rows.one_pass_sql()}))
    )"""


def _all_stand(connection: duckdb.DuckDBPyConnection, task: ReadTask, *, together: bool) -> bool:
    """Whether every journal is of one date and balances; with `together`, also whether its lines stand together."""
    lines = written(task)
    shape = connection.execute(
        f"""
        SELECT min(entity_id) IS DISTINCT FROM max(entity_id), min(currency) IS DISTINCT FROM max(currency),
               bool_and(coalesce(base_amount = amount, false)), count(*) FILTER (suffix(line_ref, '/1'))
        FROM {lines}
        """
    ).fetchone()
    assert shape is not None  # noqa: S101 - an aggregate without groups always gives a row
    several_entities, several_currencies, base_is_amount, runs = shape
    key = "entity_id, journal_id" if several_entities else "journal_id"
    if not is_one_scope(connection, task.source, task.entities, lines, "effective_date"):
        key += f", {journal_scope_sql(task.source, task.entities, 'effective_date')}"
    doubts = ["min(effective_date) <> max(effective_date)", "sum(amount) <> 0"]
    if several_currencies:
        doubts.append("min(currency) <> max(currency)")
    if not base_is_amount:
        doubts.append("(count(*) = count(base_amount) AND sum(base_amount) <> 0)")
    judged = connection.execute(
        f"""
        SELECT count(*), count(*) FILTER (in_doubt)
        FROM (SELECT {" OR ".join(doubts)} AS in_doubt FROM {lines} GROUP BY {key})
        """
    ).fetchone()
    assert judged is not None  # noqa: S101 - as above
    journals, in_doubt = judged
    return in_doubt == 0 and (journals == runs or not together)


def _new_accounts(connection: duckdb.DuckDBPyConnection, task: ReadTask, rows: Rows) -> tuple[BookAccount, ...] | None:
    """The accounts that nobody knew before; None when the file does not say plainly what one of them is."""
    used = connection.execute(f"SELECT DISTINCT entity_id, account_code FROM {written(task)} ORDER BY ALL").fetchall()
    chart_codes = {(account.entity_id, account.code) for account in task.accounts}
    if chart_codes.issuperset(used):
        return ()
    stated = connection.execute(
        f"""
        {rows.levels}, stated AS (
            SELECT {", ".join(f"{_column(rows, name)} AS {name}" for name in _ACCOUNT_COLUMNS)} FROM checked
        )
        SELECT entity_id, account, coalesce(min(account_name), account), min(account_type)
        FROM stated
        GROUP BY entity_id, account
        HAVING count(DISTINCT account_type) = 1 AND count(DISTINCT account_name) <= 1
        ORDER BY ALL
        """
    ).fetchall()
    new = [BookAccount(*row) for row in stated if (row[0], row[1]) not in chart_codes]
    plain = chart_codes | {(account.entity_id, account.code) for account in new}
    return tuple(new) if plain.issuperset(used) else None


_ACCOUNT_COLUMNS = ("entity_id", "account", "account_name", "account_type")


def _column(rows: Rows, name: str) -> str:
    return rows.constants[name].sql if name in rows.constants else rows.values[name]
