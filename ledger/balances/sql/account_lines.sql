-- A page of an account's lines, in the order in which they were posted. No index leads from accounts to lines: writers would pay
-- for it. The folds do instead: chapters in which the account has no total are passed over. Chapter by chapter, and no further
-- than the page is full: within the order of the chapters only the lines of one at a time are sorted.
WITH span AS (
    SELECT fold_no, after_xid, through_xid
    FROM ledger.folds
    WHERE tenant_id = %(tenant)s AND level = 0 AND through_xid >= %(xid)s::xid8
    UNION ALL
    SELECT 2147483647, ledger.folded_through(%(tenant)s), '18446744073709551615'::xid8
)
SELECT line.*
FROM (SELECT * FROM span ORDER BY fold_no) AS span
CROSS JOIN LATERAL (
    SELECT journal.recorded_xid::text::bigint AS recorded_xid, journal.journal_no, line.line_no, journal.journal_id,
        journal.effective_date, journal.recorded_at, line.currency, line.amount, journal.base_currency, line.base_amount,
        coalesce(line.reference, journal.reference) AS reference,
        coalesce(line.description, journal.description) AS description,
        coalesce(line.counterparty, journal.counterparty) AS counterparty
    FROM ledger.journals AS journal
    CROSS JOIN LATERAL (
        SELECT * FROM ledger.lines AS line
        WHERE line.tenant_id = %(tenant)s AND line.journal_no = journal.journal_no AND line.account_code = %(account)s
        OFFSET 0
    ) AS line
    WHERE journal.tenant_id = %(tenant)s AND journal.entity_id = %(entity)s
        AND journal.recorded_xid > span.after_xid AND journal.recorded_xid <= span.through_xid
        AND (journal.recorded_xid, journal.journal_no, line.line_no)
        > (%(xid)s::xid8, %(journal_no)s::bigint, %(line_no)s::integer)
    OFFSET 0
) AS line
WHERE span.fold_no = 2147483647 OR EXISTS (
    SELECT FROM ledger.fold_months AS total
    WHERE total.tenant_id = %(tenant)s AND total.level = 0 AND total.fold_no = span.fold_no
        AND total.entity_id = %(entity)s AND total.account_code = %(account)s
)
ORDER BY span.fold_no, line.recorded_xid, line.journal_no, line.line_no
LIMIT %(limit)s
