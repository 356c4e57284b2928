-- A reconciliation in miniature, independent of the real one: enough to publish marts that `compare` can judge.
CREATE SCHEMA marts;
CREATE TABLE book AS
SELECT 'acme' AS tenant_id, 'ledger' AS book, 'ledger/' || line_id AS line_ref, description, reconciliation, date, currency,
       amount, reference, "group" AS batch FROM ledger_item;
CREATE TABLE marts.general_ledger AS SELECT book, line_ref, description FROM book;
CREATE TABLE marts.statement_lines AS SELECT source, line_ref, reference FROM statement_line;

CREATE TABLE item AS
SELECT row_number() OVER (ORDER BY side, reconciliation, line_ref) AS id, * FROM (
    SELECT reconciliation, 'left' AS side, 'ledger' AS source, line_ref, date, currency, amount, reference, batch FROM book
    UNION ALL SELECT source, 'right', source, line_ref, date, currency, amount, reference, batch FROM statement_line);
CREATE TABLE matched (match_id VARCHAR, pass VARCHAR, id BIGINT);
CREATE VIEW rest AS FROM item WHERE id NOT IN (SELECT id FROM matched);

INSERT INTO matched
WITH ranked AS (
    SELECT *, row_number() OVER (PARTITION BY reconciliation, side, currency, reference, amount ORDER BY date, id) AS k
    FROM rest WHERE reference IS NOT NULL)
SELECT 'r' || l.id, 'reference', unnest([l.id, r.id]) FROM ranked AS l
JOIN ranked AS r USING (reconciliation, currency, reference, amount, k)
WHERE l.side = 'left' AND r.side = 'right' AND abs(l.date - r.date) <= 5;

INSERT INTO matched
WITH sums AS (SELECT reconciliation, side, batch, sum(amount) AS amount, list(id) AS ids FROM rest WHERE batch IS NOT NULL GROUP BY ALL)
SELECT 'g' || l.batch, 'group', unnest(l.ids || r.ids) FROM sums AS l JOIN sums AS r USING (reconciliation, batch, amount)
WHERE l.side = 'left' AND r.side = 'right';

CREATE TABLE near AS
SELECT l.id AS left_id, r.id AS right_id, count(*) OVER (PARTITION BY l.id) AS rights, count(*) OVER (PARTITION BY r.id) AS lefts
FROM rest AS l JOIN rest AS r USING (reconciliation, currency, amount)
WHERE l.side = 'left' AND r.side = 'right' AND abs(l.date - r.date) <= 3;
INSERT INTO matched SELECT 'a' || left_id, 'amount_date', unnest([left_id, right_id]) FROM near WHERE rights = 1 AND lefts = 1;

CREATE TABLE marts.matches AS
SELECT match_id, any_value(reconciliation) AS reconciliation, 'confirmed' AS status, any_value(pass) AS pass
FROM matched JOIN item USING (id) GROUP BY match_id;
CREATE TABLE marts.match_items AS SELECT match_id, side, source, line_ref FROM matched JOIN item USING (id);

CREATE TABLE open AS
SELECT *, EXISTS (FROM item AS m JOIN matched USING (id) WHERE m.side = rest.side AND m.reconciliation = rest.reconciliation
                  AND m.reference = rest.reference AND m.amount = rest.amount) AS twice,
       EXISTS (FROM rest AS o WHERE o.side <> rest.side AND o.reconciliation = rest.reconciliation
               AND o.reference = rest.reference) AS differs,
       id IN (SELECT left_id FROM near UNION SELECT right_id FROM near) AS many,
       date >= DATE '2026-10-31' - 3 AS late
FROM rest;
CREATE TABLE marts.in_transit_items AS
SELECT reconciliation, side, source, line_ref FROM open WHERE late;
CREATE TABLE marts.exceptions AS
SELECT 'x' || id AS exception_id, reconciliation, side, source, line_ref, reference, NULL AS description, NULL AS context,
       CASE WHEN twice THEN if(side = 'left', 'duplicate_in_ledger', 'duplicate_in_statement') WHEN many THEN 'ambiguous'
            WHEN differs THEN 'amount_mismatch' WHEN batch IS NOT NULL THEN 'split_incomplete'
            ELSE if(side = 'left', 'missing_in_statement', 'missing_in_ledger') END AS type
FROM open WHERE NOT late
UNION ALL
SELECT 'j' || journal_id, NULL, NULL, 'payroll', NULL, journal_id, NULL, NULL, 'unbalanced_journal'
FROM payroll GROUP BY journal_id HAVING sum(value) <> 0
UNION ALL SELECT 'p' || line_id, NULL, NULL, 'payroll', line_id, NULL, NULL, NULL, 'refused_row' FROM payroll WHERE value IS NULL
UNION ALL SELECT 'w' || txn, NULL, NULL, 'wallet', txn, NULL, NULL, NULL, 'refused_row' FROM wallet WHERE amount IS NULL;
