-- Every current line of either side, as matching would see it, and how many days each has.
CREATE OR REPLACE TEMP VIEW side_lines AS
WITH book_lines AS (
    SELECT
        sides.side, lines.file_id, lines.line_no, lines.line_ref, lines.currency, lines.amount,
        NULL::BIGINT AS fee, NULL::BIGINT AS gross, lines.effective_date AS date,
        lines.reference, lines.group_key, lines.counterparty, lines.description, false AS own_ref
    FROM published.lake.book_lines AS lines
    INNER JOIN raw.sides
        ON
            lines.source = sides.source
            AND lines.account_code = sides.account_code
            AND (sides.entity_id IS NULL OR lines.entity_id = sides.entity_id)
            AND (sides.kind IS NULL OR lines.kind = sides.kind)
            AND (sides.currency IS NULL OR lines.currency = sides.currency)
            AND (sides.counterparty IS NULL OR lines.counterparty = sides.counterparty)
            AND (sides.direction IS NULL OR (lines.amount >= 0) = (sides.direction = 'debit'))
    SEMI JOIN (SELECT file_id FROM raw.statements WHERE is_current) AS statements ON lines.file_id = statements.file_id
    WHERE
        sides.reconciliation_no = getvariable('reconciliation_no')
        AND coalesce(lines.kind, '') NOT IN ('revaluation', 'closing')
),

statement_lines AS (
    SELECT
        sides.side, lines.file_id, lines.line_no, lines.line_ref, lines.currency, lines.amount,
        lines.fee, lines.gross, lines.date,
        lines.reference, lines.group_key, lines.counterparty, lines.description, lines.own_ref
    FROM published.lake.statement_lines AS lines
    INNER JOIN raw.sides
        ON
            lines.source = sides.source
            AND (sides.account_code IS NULL OR lines.account_code = sides.account_code)
            AND (sides.entity_id IS NULL OR lines.entity_id = sides.entity_id)
            AND (sides.kind IS NULL OR lines.kind = sides.kind)
            AND (sides.currency IS NULL OR lines.currency = sides.currency)
            AND (sides.counterparty IS NULL OR lines.counterparty = sides.counterparty)
            AND (sides.direction IS NULL OR (lines.amount >= 0) = (sides.direction = 'debit'))
    SEMI JOIN (SELECT file_id, statement_no FROM raw.statements WHERE is_current) AS statements
        ON lines.file_id = statements.file_id AND lines.statement_no = statements.statement_no
    WHERE sides.reconciliation_no = getvariable('reconciliation_no')
)

SELECT * FROM book_lines
UNION ALL
SELECT * FROM statement_lines;

CREATE OR REPLACE TEMP TABLE days AS
SELECT side, date, count(*) AS lines FROM side_lines GROUP BY side, date;
