"""The law of double entry, on a file of another system's journals: which of them may stand.

A journal stands or falls as a whole, else what is left of it would unbalance the book. It falls when

- a line of it cannot be read, or its account is unknown: `journal_incomplete` for the others of its lines;
- its lines are of several dates, since each period must balance by itself: `mixed_dates`; of several kinds, where these
  tell ids apart: `mixed_kinds`;
- its debits and credits differ: `unbalanced_journal`, with the difference. They must agree in every currency; or, if
  all its lines are valued in the functional currency (a conversion, an exchange gain), in that one.

A journal is a journal_id within an entity, whose book balances on its own, and within a scope (see `journal_scopes`):
the same id in two fiscal years is two journals, each of which balances. Where several of one id do not, it is one that
goes on over the end of its scope, and falls for that. An account that neither the
chart nor an earlier file has is made from the first account_type that the file gives it; with none it is unknown.
"""

import duckdb

from ingest.read_task import ReadTask
from tabular.refusals import add_hints, currency_hint, word_hint
from tabular.session import insert_rows

_ACCOUNTS = """
    CREATE TABLE new_accounts AS
    SELECT entity_id, account, arg_min(account_type, place) AS type,
           coalesce(arg_min(account_name, place), account) AS name
    FROM typed
    WHERE failed IS NULL
    GROUP BY entity_id, account;

    DELETE FROM new_accounts AS new
    USING known_accounts AS known
    WHERE known.entity_id = new.entity_id AND known.code = new.account;

    CREATE TABLE late AS
    SELECT place, 'unknown_account' AS reason_code,
           'unknown account ''' || left(account, 60) || ''' without an account_type' AS reason, account AS hint_word
    FROM typed
    SEMI JOIN (SELECT entity_id, account FROM new_accounts WHERE type IS NULL) AS unknown USING (entity_id, account)
    WHERE failed IS NULL
    UNION ALL
    SELECT place, 'account_type_conflict',
           'account ''' || left(account, 60) || ''' is ' || typed.account_type || ' here, but ' || new_accounts.type
           || ' before', NULL
    FROM typed JOIN new_accounts USING (entity_id, account)
    WHERE failed IS NULL AND typed.account_type <> new_accounts.type;
"""

_SUSPECTS = """
    CREATE TABLE suspects AS
    SELECT entity_id, journal_id, scope, min(date) AS first_date, max(date) AS last_date,
           first_date <> last_date AS mixed_dates, min(currency) = max(currency) AS one_currency,
           sum(amount) AS difference, count(*) = count(base_amount) AS valued, sum(base_amount) AS base_difference
    FROM scoped
    WHERE failed IS NULL
    GROUP BY entity_id, journal_id, scope
    HAVING mixed_dates OR NOT one_currency OR difference <> 0 OR (valued AND base_difference <> 0);

    CREATE TABLE differences AS
    SELECT entity_id, journal_id, scope, currency, sum(scoped.amount) AS difference
    FROM scoped SEMI JOIN suspects USING (entity_id, journal_id, scope)
    WHERE failed IS NULL
    GROUP BY ALL;
"""

_VERDICTS = """
    CREATE TABLE broken AS
    WITH found AS (
        SELECT journal_id, scope FROM scoped WHERE failed IS NOT NULL AND journal_id IS NOT NULL
        UNION
        SELECT journal_id, scope FROM scoped JOIN late ON late.place = scoped.place
    )
    SELECT DISTINCT journal_id, scoped.scope
    FROM scoped JOIN found USING (journal_id)
    WHERE failed IS NULL AND coalesce(scoped.scope = found.scope, true);

    CREATE TABLE judged AS
    SELECT suspects.*, balanced, NOT one_currency AND valued AS by_base
    FROM suspects
    JOIN (
        SELECT entity_id, journal_id, scope, bool_and(difference = 0) AS balanced FROM differences GROUP BY ALL
    ) USING (entity_id, journal_id, scope)
    ANTI JOIN broken USING (journal_id, scope);

    CREATE TABLE verdicts AS
    SELECT *, CASE WHEN min(first_date) OVER same_id <> max(last_date) OVER same_id THEN 'mixed_dates'
                   WHEN count(*) OVER same_id > 1 THEN 'mixed_kinds' ELSE 'unbalanced_journal' END AS reason_code
    FROM judged
    WHERE mixed_dates OR (valued AND base_difference <> 0) OR NOT (balanced OR by_base)
    WINDOW same_id AS (PARTITION BY entity_id, journal_id);
"""

_FALLEN = """
    CREATE TABLE fallen AS
    WITH rows AS (
        SELECT place, entity_id, journal_id, scope, currency, base_currency, amount,
               concat_ws(',', journal_id, line_id, date, account, written, currency, reference, description)
                   AS written_row
        FROM scoped
        SEMI JOIN (FROM broken UNION SELECT journal_id, scope FROM verdicts) AS fallen USING (journal_id, scope)
        WHERE failed IS NULL
    )
    SELECT place, reason_code, reason, hint_word, raw, currency, amount
    FROM scoped
    WHERE failed IS NOT NULL
    UNION ALL
    SELECT place, reason_code, reason, hint_word, written_row, currency, amount FROM rows JOIN late USING (place)
    UNION ALL
    SELECT place, 'journal_incomplete', 'journal ''' || journal_id || ''' has another line that is refused', NULL,
           written_row, currency, amount
    FROM rows SEMI JOIN broken USING (journal_id, scope) ANTI JOIN late USING (place)
    UNION ALL
    SELECT place, reason_code,
           'journal ''' || journal_id || CASE reason_code
               WHEN 'mixed_dates' THEN ''' has lines of several dates'
               WHEN 'mixed_kinds' THEN ''' has lines of several kinds'
               ELSE ''' does not balance: debit less credit is not 0 in ' || shown_currency END,
           NULL, written_row, shown_currency, try_cast(shown AS BIGINT)
    FROM (
        SELECT rows.place, rows.journal_id, reason_code, written_row,
               CASE WHEN reason_code <> 'unbalanced_journal' THEN rows.amount
                   WHEN in_base THEN base_difference ELSE differences.difference END AS shown,
               CASE WHEN in_base AND reason_code = 'unbalanced_journal' THEN rows.base_currency ELSE rows.currency END
                   AS shown_currency
        FROM rows
        JOIN (SELECT *, by_base OR balanced AS in_base FROM verdicts) AS verdicts USING (entity_id, journal_id, scope)
        JOIN differences
            ON differences.entity_id = rows.entity_id
            AND differences.journal_id = rows.journal_id
            AND differences.scope = rows.scope
            AND differences.currency = rows.currency
    );
"""


def judge(connection: duckdb.DuckDBPyConnection, task: ReadTask, scope: str) -> None:
    """From `typed`, make `fallen`: the place (row of `typed`, from 1) of every line that may not stand, and why.

    Args:
        connection: to the session that has `typed`.
        task: whose file it is.
        scope: SQL of the scope that a line's journal_id is of.
    """
    connection.execute("CREATE TABLE known_accounts (entity_id VARCHAR, code VARCHAR)")
    insert_rows(connection, "known_accounts", [(account.entity_id, account.code) for account in task.accounts])
    connection.execute(f"CREATE VIEW scoped AS SELECT *, {scope} AS scope FROM typed")
    for statements in (_ACCOUNTS, _SUSPECTS, _VERDICTS, _FALLEN):
        connection.execute(statements)
    add_hints(
        connection,
        "fallen",
        {
            "unknown_account": word_hint({account.code for account in task.accounts}),
            "unknown_currency": currency_hint(task.currencies),
            "unknown_entity": word_hint(entity.id for entity in task.entities),
        },
    )
