"""Where one payment went: everything that carries a reference, and what those lines were matched with.

From the lines that carry the text itself, the trace goes to the payout or batch they belong to (their `group_key`), to
the matches of all these lines, and to the lines on the other side of those matches; from their accounts, to the lines
of the financial statements that they ended in. Ids may restart: a line is known by its source, its id and its day, a
journal by its book, its id and its day. A line that arrived in a file says in which one, at which row, with the file's
SHA-256. The queries are over the published marts, with `$text` to bind; the terminal and the dashboard ask the same
ones.
"""

ROWS = 200

REACH = """
WITH direct AS (
    SELECT book AS source, line_ref, effective_date AS date, group_key FROM general_ledger
    WHERE lower(reference) = lower($text) OR journal_id = $text OR line_ref = $text
    UNION
    SELECT source, line_ref, date, group_key FROM statement_lines
    WHERE lower(reference) = lower($text) OR line_ref = $text
    UNION
    SELECT source, line_ref, date, NULL FROM match_items WHERE match_id = $text
    UNION
    SELECT source, line_ref, date, NULL FROM exceptions
    WHERE exception_id = $text OR case_id = $text OR lower(reference) = lower($text) OR line_ref = $text),
batches AS (SELECT DISTINCT group_key FROM direct WHERE group_key IS NOT NULL),
near AS (
    SELECT source, line_ref, date FROM direct
    UNION
    SELECT source, line_ref, date FROM statement_lines SEMI JOIN batches ON reference = batches.group_key
    UNION
    SELECT book, line_ref, effective_date FROM general_ledger SEMI JOIN batches ON reference = batches.group_key),
matched AS (SELECT DISTINCT match_id FROM match_items SEMI JOIN near USING (source, line_ref, date)),
reach AS (
    SELECT source, line_ref, date FROM near
    UNION
    SELECT source, line_ref, date FROM match_items SEMI JOIN matched USING (match_id))
"""

JOURNALS = f"""
{REACH},
journals AS (
    SELECT DISTINCT g.entity_id, g.book, g.journal_id, g.effective_date
    FROM general_ledger AS g
    SEMI JOIN reach ON g.line_ref = reach.line_ref AND g.book = reach.source AND g.effective_date = reach.date)
"""

JOURNAL_LINES = f"""
{JOURNALS}
SELECT g.entity_id, g.book, g.journal_id, g.line_no, g.effective_date, g.period, g.account_code, g.account_name,
       g.currency, g.debit, g.credit, g.reference, g.description, g.file_id, f.path, f.sha256
FROM general_ledger AS g SEMI JOIN journals USING (entity_id, book, journal_id, effective_date)
LEFT JOIN source_files AS f USING (file_id)
ORDER BY g.effective_date, g.journal_id, g.line_no
LIMIT {ROWS}
"""

STATEMENT_LINES = f"""
{REACH}
SELECT s.source, s.file_id, s.line_no, s.line_ref, s.date, s.currency, s.amount, s.reference, s.description, f.path,
       f.sha256
FROM statement_lines AS s SEMI JOIN reach USING (source, line_ref, date) LEFT JOIN source_files AS f USING (file_id)
ORDER BY s.date, s.source, s.line_no
LIMIT {ROWS}
"""

FINANCIAL_STATEMENTS = f"""
{JOURNALS},
ended AS (
    SELECT DISTINCT entity_id, book, period, account_code
    FROM general_ledger SEMI JOIN journals USING (entity_id, book, journal_id, effective_date)),
lines AS (
    SELECT entity_id, book, period, statement, section, statement_line, account_code, account_name, amount, currency
    FROM profit_and_loss
    UNION ALL
    SELECT entity_id, book, period, statement, section, statement_line, account_code, account_name, amount, currency
    FROM balance_sheet)
SELECT lines.* FROM lines SEMI JOIN ended USING (entity_id, book, period, account_code)
ORDER BY entity_id, book, period, statement, account_code
LIMIT {ROWS}
"""

MATCHES = f"""
{REACH}
SELECT m.reconciliation, m.match_id, m.status, m.pass, m.reason, m.currency, m.difference,
       (SELECT count(*) FROM match_items AS i WHERE i.match_id = m.match_id) AS items
FROM matches AS m SEMI JOIN matched USING (match_id)
ORDER BY m.reconciliation, m.match_id
LIMIT {ROWS}
"""

EXCEPTIONS = f"""
{REACH}
SELECT e.exception_id, e.reconciliation, e.type, e.severity, e.side, e.line_ref, e.currency, e.amount, e.date, e.context
FROM exceptions AS e SEMI JOIN reach USING (source, line_ref, date)
ORDER BY e.exception_id
LIMIT {ROWS}
"""
