-- One batch's lines, numbered within their journal in the file's order. row_no + 1 is the line in the file: the header is line 1.
INSERT INTO staged_lines (
    position, line_no, row_no, account_code, currency, amount, base_amount, rate, rate_date, rate_source,
    reference, description, counterparty, group_key, problem, culprit
)
SELECT position, row_number() OVER (PARTITION BY position ORDER BY row_no), row_no + 1, account, currency,
    CASE
        WHEN amount IS NOT NULL THEN amount_value
        WHEN debit IS NOT NULL OR credit IS NOT NULL THEN coalesce(debit_value, 0) - coalesce(credit_value, 0)
    END,
    base_value, rate_value, ledger.date_of(rate_date), rate_source, reference, description, counterparty, group_key,
    CASE
        WHEN account IS NULL THEN 'missing_account'
        WHEN coalesce(amount, debit, credit) IS NULL THEN 'missing_amount'
        WHEN coalesce(unread_amount, unread_debit, unread_credit, unread_base, unread_rate) IS NOT NULL
            THEN 'not_an_amount'
        WHEN rate_date IS NOT NULL AND ledger.date_of(rate_date) IS NULL THEN 'not_a_date'
        WHEN debit_value <> 0 AND credit_value <> 0 THEN 'debit_and_credit'
    END,
    coalesce(
        unread_amount, unread_debit, unread_credit, unread_base, unread_rate,
        CASE WHEN ledger.date_of(rate_date) IS NULL THEN rate_date END, debit || ' and ' || credit
    )
FROM (
    SELECT *,
        CASE WHEN amount_value IS NULL THEN amount END AS unread_amount,
        CASE WHEN debit_value IS NULL THEN debit END AS unread_debit,
        CASE WHEN credit_value IS NULL THEN credit END AS unread_credit,
        CASE WHEN base_value IS NULL THEN base_amount END AS unread_base,
        CASE WHEN rate_value IS NULL THEN rate END AS unread_rate
    FROM (
        SELECT *, ledger.amount_of(amount) AS amount_value, ledger.amount_of(debit) AS debit_value,
            ledger.amount_of(credit) AS credit_value, ledger.amount_of(base_amount) AS base_value,
            ledger.amount_of(rate) AS rate_value
        FROM (
            SELECT journal.position, row.row_no, nullif(trim(row.account), '') AS account,
                nullif(trim(row.currency), '') AS currency, nullif(trim(row.amount), '') AS amount,
                nullif(trim(row.debit), '') AS debit, nullif(trim(row.credit), '') AS credit,
                nullif(trim(row.base_amount), '') AS base_amount, nullif(trim(row.rate), '') AS rate,
                nullif(trim(row.rate_date), '') AS rate_date, nullif(trim(row.rate_source), '') AS rate_source,
                nullif(trim(row.reference), '') AS reference,
                nullif(trim(row.description), '') AS description, nullif(trim(row.counterparty), '') AS counterparty,
                nullif(trim(row."group"), '') AS group_key
            FROM file_journals AS journal
            JOIN file_rows AS row
                ON row.row_no BETWEEN %(first_row)s AND %(last_row)s
                AND trim(coalesce(row.journal_id, '')) = journal.journal_id
            WHERE journal.position BETWEEN %(first)s AND %(last)s
            OFFSET 0
        ) AS cell
        OFFSET 0
    ) AS parsed
) AS judged
