"""Where one payment went: everything that carries a reference, and what those lines were matched with.

From the lines that carry the text itself, the trace goes to the payout or batch they belong to (their `group_key`), to
the matches of all these lines, and to the lines on the other side of those matches. The queries are over the published
marts, with `$text` to bind; the terminal and the dashboard ask the same ones.
"""

ROWS = 200

REACH = """
WITH direct AS (
    SELECT book AS source, line_ref, group_key FROM general_ledger
    WHERE lower(reference) = lower($text) OR journal_id = $text OR line_ref = $text
    UNION
    SELECT source, line_ref, group_key FROM statement_lines WHERE lower(reference) = lower($text) OR line_ref = $text
    UNION
    SELECT source, line_ref, NULL FROM match_items WHERE match_id = $text
    UNION
    SELECT source, line_ref, NULL FROM exceptions
    WHERE exception_id = $text OR case_id = $text OR lower(reference) = lower($text) OR line_ref = $text),
batches AS (SELECT DISTINCT group_key FROM direct WHERE group_key IS NOT NULL),
near AS (
    SELECT source, line_ref FROM direct
    UNION
    SELECT source, line_ref FROM statement_lines SEMI JOIN batches ON reference = batches.group_key
    UNION
    SELECT book, line_ref FROM general_ledger SEMI JOIN batches ON reference = batches.group_key),
matched AS (SELECT DISTINCT match_id FROM match_items SEMI JOIN near USING (source, line_ref)),
reach AS (
    SELECT source, line_ref FROM near
    UNION
    SELECT source, line_ref FROM match_items SEMI JOIN matched USING (match_id))
"""

JOURNAL_LINES = f"""
{REACH}
SELECT entity_id, book, journal_id, line_no, effective_date, account_code, account_name, currency, debit, credit,
       reference, description
FROM general_ledger
WHERE (book, journal_id) IN (
    SELECT g.book, g.journal_id
    FROM general_ledger AS g SEMI JOIN reach ON g.line_ref = reach.line_ref AND g.book = reach.source)
ORDER BY effective_date, journal_id, line_no
LIMIT {ROWS}
"""

STATEMENT_LINES = f"""
{REACH}
SELECT s.source, s.file_id, s.line_no, s.line_ref, s.date, s.currency, s.amount, s.reference, s.description
FROM statement_lines AS s SEMI JOIN reach USING (source, line_ref)
ORDER BY s.date, s.source, s.line_no
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
FROM exceptions AS e SEMI JOIN reach USING (source, line_ref)
ORDER BY e.exception_id
LIMIT {ROWS}
"""
