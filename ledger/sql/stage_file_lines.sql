-- One batch's lines, numbered within their journal in the file's order.
INSERT INTO staged_lines (
    position, line_no, row_no, account_code, currency, amount, base_amount, rate, rate_date, rate_source,
    reference, description, counterparty, group_key, problem, culprit
)
SELECT journal.position, row_number() OVER (PARTITION BY journal.position ORDER BY row.row_no), row.row_no, row.account,
    row.currency, row.amount, row.base_amount, row.rate, row.rate_date, row.rate_source,
    row.reference, row.description, row.counterparty, row.group_key,
    CASE WHEN row.problem IS NOT NULL THEN row.problem WHEN row.reverses IS NOT NULL THEN 'reverses_in_a_file' END,
    CASE WHEN row.problem IS NOT NULL THEN row.culprit ELSE row.reverses END
FROM file_journals AS journal
JOIN file_rows AS row
    ON row.row_no BETWEEN %(first_row)s AND %(last_row)s AND row.journal_id = journal.journal_id
WHERE journal.position BETWEEN %(first)s AND %(last)s
