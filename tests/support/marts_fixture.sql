-- Published marts for tests of the dashboards: a small company, two entities (EUR, USD), three periods, every exception
-- type. All totals are derived from the lines below them, so that the proofs hold as they do in a real publication. The tables
-- are made from the contracts (marts_fixture.py); here are only their rows.
-- Variables: journals (how many), bulk_exceptions (further generated ones), run_id.

INSERT INTO run BY NAME
SELECT 'acme' AS tenant_id, getvariable('run_id') AS run_id, DATE '2026-03-31' AS as_of,
       TIMESTAMPTZ '2026-04-01 06:00:04+00' AS started_at, TIMESTAMPTZ '2026-04-01 06:00:21+00' AS published_at,
       '0.1.0' AS tieout_version;

CREATE TEMP TABLE accounts (account_code VARCHAR, account_name VARCHAR, account_type VARCHAR);
INSERT INTO accounts VALUES
    ('1000', 'Cash', 'asset'), ('1110', 'Processor Clearing', 'asset'), ('1900', 'Suspense / Transit', 'asset'),
    ('2000', 'Accounts Payable', 'liability'), ('3000', 'Owner''s Equity', 'equity'),
    ('4000', 'Subscription Revenue', 'revenue'), ('4100', 'Usage Revenue', 'revenue'),
    ('5100', 'Operating Expenses', 'expense'), ('5200', 'Payment Processing Fees', 'expense');

CREATE TEMP TABLE journals AS
SELECT i, 'J' || lpad(i::VARCHAR, 7, '0') AS journal_id,
       CASE WHEN i % 3 = 2 THEN 'acme-us' ELSE 'acme-de' END AS entity_id,
       CASE WHEN i % 3 = 2 THEN 'USD' ELSE 'EUR' END AS currency,
       DATE '2026-01-02' + (i * 87 // getvariable('journals'))::INTEGER AS effective_date,
       CASE WHEN i % 8 < 5 THEN 'charge' WHEN i % 8 = 5 THEN 'bill' WHEN i % 8 = 6 THEN 'payroll' ELSE 'payout' END AS kind,
       CASE WHEN i % 8 < 5 THEN 'ch_' WHEN i % 8 = 5 THEN 'bill-' WHEN i % 8 = 6 THEN 'pay-' ELSE 'po_' END
           || lpad((i * 7919 % 1000003)::VARCHAR, 6, '0') AS reference,
       (1900 + i * 7919 % 48000)::DECIMAL(18, 0) / 100 AS gross
FROM range(getvariable('journals')) AS t (i);

CREATE TEMP TABLE legs AS
SELECT i, 1 AS line_no, '1110' AS account_code, gross - round(gross * 29 / 1000 + 0.25, 2) AS amount FROM journals WHERE kind = 'charge'
UNION ALL SELECT i, 2, '5200', round(gross * 29 / 1000 + 0.25, 2) FROM journals WHERE kind = 'charge'
UNION ALL SELECT i, 3, CASE WHEN i % 4 = 0 THEN '4100' ELSE '4000' END, -gross FROM journals WHERE kind = 'charge'
UNION ALL SELECT i, 1, '1000', gross * 3 FROM journals WHERE kind = 'payout'
UNION ALL SELECT i, 2, '1110', -gross * 3 FROM journals WHERE kind = 'payout'
UNION ALL SELECT i, 1, '5100', gross FROM journals WHERE kind IN ('bill', 'payroll')
UNION ALL SELECT i, 2, CASE WHEN kind = 'bill' AND i % 16 = 5 THEN '2000' ELSE '1000' END, -gross
    FROM journals WHERE kind IN ('bill', 'payroll')
UNION ALL SELECT -1, 1, '1000', 50000 UNION ALL SELECT -1, 2, '3000', -50000
UNION ALL SELECT -2, 1, '1000', 30000 UNION ALL SELECT -2, 2, '3000', -30000
UNION ALL SELECT -3, 1, '1900', 125.50 UNION ALL SELECT -3, 2, '1000', -125.50;
INSERT INTO journals VALUES
    (-1, 'J-OPEN-DE', 'acme-de', 'EUR', DATE '2026-01-01', 'opening', 'OPEN-2026', 50000),
    (-2, 'J-OPEN-US', 'acme-us', 'USD', DATE '2026-01-01', 'opening', 'OPEN-2026', 30000),
    (-3, 'J-SUSPENSE', 'acme-de', 'EUR', DATE '2026-03-12', 'transfer', 'UNKNOWN-88', 125.50);

INSERT INTO general_ledger BY NAME
SELECT 'acme' AS tenant_id, j.entity_id, 'ledger' AS book, j.journal_id, l.line_no::INTEGER AS line_no, j.effective_date,
       j.effective_date::TIMESTAMPTZ + INTERVAL 9 HOUR AS recorded_at, strftime(j.effective_date, '%Y-%m') AS period,
       a.account_code, a.account_name, a.account_type, j.currency, l.amount::DECIMAL(38, 9) AS amount,
       greatest(l.amount, 0)::DECIMAL(38, 9) AS debit, greatest(-l.amount, 0)::DECIMAL(38, 9) AS credit,
       j.currency AS base_currency, l.amount::DECIMAL(38, 9) AS base_amount, j.reference,
       CASE j.kind WHEN 'charge' THEN 'Subscription charge' WHEN 'bill' THEN 'Cloud hosting' WHEN 'payroll' THEN 'Payroll run'
            WHEN 'payout' THEN 'Processor payout' WHEN 'opening' THEN 'Opening balance' ELSE 'Unidentified transfer' END AS description,
       CASE WHEN j.kind = 'charge' THEN 'Customer ' || (j.i % 41)::VARCHAR ELSE NULL END AS counterparty, j.kind,
       NULL::VARCHAR AS reverses, 'ledger' AS source, j.journal_id || ':' || l.line_no::VARCHAR AS line_ref, NULL::VARCHAR AS group_key,
       NULL::VARCHAR AS file_id
FROM legs AS l JOIN journals AS j USING (i) JOIN accounts AS a USING (account_code);

CREATE TEMP TABLE periods AS SELECT unnest(['2026-01', '2026-02', '2026-03']) AS period;
CREATE TEMP TABLE monthly AS
SELECT g.entity_id, g.book, p.period, g.account_code, g.account_name, g.account_type, g.currency,
       coalesce(sum(g.amount) FILTER (g.period < p.period), 0)::DECIMAL(38, 9) AS opening_balance,
       coalesce(sum(g.debit) FILTER (g.period = p.period), 0)::DECIMAL(38, 9) AS debit,
       coalesce(sum(g.credit) FILTER (g.period = p.period), 0)::DECIMAL(38, 9) AS credit,
       sum(g.amount)::DECIMAL(38, 9) AS closing_balance
FROM general_ledger AS g JOIN periods AS p ON g.period <= p.period GROUP BY ALL;
INSERT INTO trial_balance BY NAME
SELECT 'acme' AS tenant_id, *, currency AS base_currency, opening_balance AS base_opening_balance,
       debit - credit AS base_movement, closing_balance AS base_closing_balance, false AS incomplete,
       closing_balance AS unadjusted_balance, closing_balance AS adjusted_balance,
       closing_balance AS base_unadjusted_balance, closing_balance AS base_adjusted_balance, 2026 AS fiscal_year,
       CAST(period || '-01' AS DATE) AS starts, last_day(CAST(period || '-01' AS DATE)) AS ends,
       false AS adjustment
FROM monthly;

INSERT INTO profit_and_loss BY NAME
SELECT 'acme' AS tenant_id, entity_id, book, period, 'profit_and_loss' AS statement, account_type AS section, account_code, account_name, account_name AS statement_line,
       currency, CASE account_type WHEN 'revenue' THEN credit - debit ELSE debit - credit END AS amount,
       lag(CASE account_type WHEN 'revenue' THEN credit - debit ELSE debit - credit END)
           OVER (PARTITION BY entity_id, book, account_code, currency ORDER BY period) AS prior_period,
       NULL::DECIMAL(38, 9) AS prior_year,
       CASE account_type WHEN 'revenue' THEN -closing_balance ELSE closing_balance END AS year_to_date,
       entity_id = 'acme-us' AND period = '2026-03' AS incomplete
FROM monthly WHERE account_type IN ('revenue', 'expense');

INSERT INTO balance_sheet BY NAME
WITH lines AS (
    SELECT entity_id, book, period, account_type AS section, account_code, account_name, currency,
           CASE account_type WHEN 'asset' THEN closing_balance ELSE -closing_balance END AS amount
    FROM monthly WHERE account_type IN ('asset', 'liability', 'equity')
    UNION ALL
    SELECT entity_id, book, period, 'equity', 'CYE', 'Current year earnings', currency, -sum(closing_balance)
    FROM monthly WHERE account_type IN ('revenue', 'expense') GROUP BY ALL)
SELECT 'acme' AS tenant_id, entity_id, book, period, 'balance_sheet' AS statement, section, account_code, account_name, account_name AS statement_line, currency,
       amount::DECIMAL(38, 9) AS amount,
       lag(amount::DECIMAL(38, 9)) OVER (PARTITION BY entity_id, book, account_code, currency ORDER BY period) AS prior_period,
       NULL::DECIMAL(38, 9) AS prior_year, amount::DECIMAL(38, 9) AS year_to_date, false AS incomplete
FROM lines;

-- The matched world: every charge meets its processor line, every payout its bank line.
CREATE TEMP TABLE pairs AS
SELECT CASE WHEN g.kind = 'charge' THEN 'stripe' WHEN g.entity_id = 'acme-de' THEN 'bank-de' ELSE 'bank-us' END AS reconciliation,
       CASE WHEN g.kind = 'charge' THEN 'stripe' WHEN g.entity_id = 'acme-de' THEN 'bank-de' ELSE 'bank-us' END AS right_source,
       CASE WHEN g.kind = 'charge' THEN 'reference' WHEN g.journal_id LIKE '%7' THEN 'group' ELSE 'amount_date' END AS pass,
       CASE WHEN g.kind = 'charge' THEN 'txn_' || g.reference ELSE 'NTRF' || g.journal_id END AS right_ref, g.*
FROM general_ledger AS g
WHERE (g.kind = 'charge' AND g.account_code = '1110') OR (g.kind IN ('payout', 'payroll') AND g.account_code = '1000');

INSERT INTO matches BY NAME
SELECT 'acme' AS tenant_id, reconciliation, 'M-' || journal_id AS match_id, 'confirmed' AS status, pass, 1::DECIMAL(9, 4) AS score,
       0::DECIMAL(38, 9) AS difference, currency, 1 AS left_items, 1 AS right_items,
       CASE pass WHEN 'reference' THEN 'Same reference ' || reference || ' and the same amount.'
            WHEN 'group' THEN 'The payout''s lines add up to one bank line.'
            ELSE 'The only two lines of this amount within 3 days.' END AS reason,
       getvariable('run_id') AS run_id, TIMESTAMPTZ '2026-04-01 06:00:12+00' AS matched_at
FROM pairs
UNION ALL SELECT 'acme', 'bank-de', 'M-PROPOSED-1', 'proposed', 'amount_date', 0.5, 0, 'EUR', 1, 1,
    'Two candidates are equally good: a person decides.', getvariable('run_id'), TIMESTAMPTZ '2026-04-01 06:00:12+00';

INSERT INTO match_items BY NAME
SELECT 'acme' AS tenant_id, 'M-' || journal_id AS match_id, 'left' AS side, 'ledger|' || line_ref AS item_id, 'ledger' AS source, line_ref, currency, amount,
       effective_date AS date FROM pairs
UNION ALL SELECT 'acme', 'M-' || journal_id, 'right', right_source || '|' || right_ref, right_source, right_ref, currency, amount, effective_date + 1
FROM pairs;

CREATE TEMP TABLE cases (rec VARCHAR, id VARCHAR, kase VARCHAR, type VARCHAR, severity VARCHAR, side VARCHAR, source VARCHAR, ref VARCHAR,
    currency VARCHAR, amount DECIMAL(38, 9), day DATE, reference VARCHAR, counterparty VARCHAR, description VARCHAR, context VARCHAR, suggestion VARCHAR);
INSERT INTO cases VALUES
('stripe', 'EX-001', 'C-01', 'missing_in_ledger', 'high', 'right', 'stripe', 'txn_dp_51', 'EUR', -1240.00, '2026-03-18', 'dp_51QX', 'Halden AB', 'Chargeback withdrawal',
 'Stripe withdrew 1,240.00 EUR for dispute dp_51QX; the book has no line with that reference.', 'Post the chargeback: debit 4000 Subscription Revenue, credit 1110 Processor Clearing, 1,240.00 EUR.'),
('stripe', 'EX-002', 'C-02', 'missing_in_statement', 'medium', 'left', 'ledger', 'J0900101:1', 'EUR', 349.00, '2026-03-02', 'ch_900101', 'Bluepine Ltd', 'Subscription charge',
 'Booked on 2 March and not reported by Stripe after 29 days; the lag of this reconciliation is 3 days.', 'Ask Stripe for ch_900101; if the charge failed, reverse journal J0900101.'),
('stripe', 'EX-003', 'C-03', 'amount_mismatch', 'high', 'left', 'ledger', 'J0900102:1', 'EUR', 520.40, '2026-03-20', 'ch_900102', 'Northwind GmbH', 'Subscription charge',
 'Same reference on both sides; the book is 9.00 EUR higher than Stripe.', 'Check the fee of ch_900102: the statement shows 9.00 EUR more than was booked to 5200.'),
('stripe', 'EX-004', 'C-03', 'amount_mismatch', 'high', 'right', 'stripe', 'txn_900102', 'EUR', 511.40, '2026-03-20', 'ch_900102', 'Northwind GmbH', 'Charge',
 'Same reference on both sides; the book is 9.00 EUR higher than Stripe.', 'Check the fee of ch_900102: the statement shows 9.00 EUR more than was booked to 5200.'),
('stripe', 'EX-005', 'C-04', 'duplicate_in_ledger', 'medium', 'left', 'ledger', 'J0900103:1', 'EUR', 89.00, '2026-03-24', 'ch_900103', 'Ota Foods', 'Subscription charge',
 'The charge ch_900103 stands twice in the book and once at Stripe.', 'Reverse one of J0900103 and J0900104.'),
('stripe', 'EX-006', 'C-05', 'duplicate_in_statement', 'low', 'right', 'stripe', 'txn_900105_b', 'USD', 59.00, '2026-03-27', 'ch_900105', 'Quill Inc', 'Charge',
 'Stripe lists ch_900105 twice; the book has it once.', 'Ask Stripe whether the customer was charged twice, and refund one of the two.'),
('bank-de', 'EX-007', 'C-06', 'ambiguous', 'medium', 'left', 'ledger', 'J0900106:1', 'EUR', 2500.00, '2026-03-26', 'po_900106', NULL, 'Processor payout',
 'Two bank lines of 2,500.00 EUR are equally near.', 'Choose the bank line that carries the payout id in its remittance text.'),
('bank-de', 'EX-008', 'C-06', 'ambiguous', 'medium', 'right', 'bank-de', 'NTRF900106A', 'EUR', 2500.00, '2026-03-27', NULL, 'Stripe Payments', 'SEPA credit',
 'Two bank lines of 2,500.00 EUR are equally near.', 'Choose the bank line that carries the payout id in its remittance text.'),
('bank-de', 'EX-009', 'C-06', 'ambiguous', 'medium', 'right', 'bank-de', 'NTRF900106B', 'EUR', 2500.00, '2026-03-27', NULL, 'Stripe Payments', 'SEPA credit',
 'Two bank lines of 2,500.00 EUR are equally near.', 'Choose the bank line that carries the payout id in its remittance text.'),
('bank-de', 'EX-010', 'C-07', 'missing_in_ledger', 'low', 'right', 'bank-de', 'NCHG0331', 'EUR', -14.90, '2026-03-31', NULL, 'Bank', 'Account maintenance fee',
 'The bank charged 14.90 EUR; nothing of that amount is booked within 5 days.', 'Post the bank charge to 5100 Operating Expenses.'),
('bank-us', 'EX-011', 'C-08', 'split_incomplete', 'high', 'left', 'ledger', 'J0900107:1', 'USD', 4310.22, '2026-03-19', 'po_900107', NULL, 'Processor payout',
 'The payout po_900107 should arrive as 4,310.22 USD; the bank lines found add up to 4,290.22 USD.', 'Look for a wire fee of 20.00 USD taken from the payout.'),
('bank-us', 'EX-012', 'C-08', 'split_incomplete', 'high', 'right', 'bank-us', 'NTRF900107', 'USD', 4290.22, '2026-03-20', 'po_900107', 'Stripe Payments', 'Wire in',
 'The payout po_900107 should arrive as 4,310.22 USD; the bank lines found add up to 4,290.22 USD.', 'Look for a wire fee of 20.00 USD taken from the payout.'),
(NULL, 'EX-013', 'C-09', 'unbalanced_journal', 'critical', NULL, 'books', 'IMP-4471', 'EUR', 0.30, '2026-03-30', 'IMP-4471', NULL, 'Accrual, March',
 'Journal IMP-4471 of books/march.csv debits 1,000.30 EUR and credits 1,000.00 EUR; it was refused whole.', 'Correct the file and deliver it again; the corrected version replaces this one.'),
(NULL, 'EX-014', 'C-10', 'refused_row', 'medium', NULL, 'wallet', 'row 118', NULL, NULL, NULL, NULL, NULL, NULL,
 'wallet/2026-03.csv row 118: amount "12,5O" is not a number.', 'Correct the row and deliver the file again.'),
(NULL, 'EX-015', 'C-11', 'rate_missing', 'low', NULL, 'books', 'IMP-4480:2', 'GBP', 75.00, '2026-03-29', 'IMP-4480', 'Kew Supplies', '=HYPERLINK("x")',
 'A line in GBP has neither a base amount nor a rate; the statements in EUR are incomplete by this line.', 'Add base_amount to the line, or a GBP rate for 29 March.');
INSERT INTO exceptions (
    tenant_id, reconciliation, exception_id, case_id, type, severity, status, side, item_id, source, line_ref, entity_id,
    currency, amount, date, opened_at, age_days, due_at, assignee, ignored_until, comments, links, draft_no, resolved_at,
    reference, counterparty, description, context, suggestion)
SELECT 'acme', rec, id, kase, type, severity, 'open', side, CASE WHEN side IS NOT NULL THEN source || '|' || ref END, source, ref,
       CASE currency WHEN 'USD' THEN 'acme-us' WHEN 'EUR' THEN 'acme-de' END, currency, amount, day,
       coalesce(day, DATE '2026-03-31')::TIMESTAMPTZ, DATE '2026-03-31' - coalesce(day, DATE '2026-03-31'), coalesce(day, DATE '2026-03-31') + 14,
       NULL, NULL, 0, NULL, NULL, NULL, reference, counterparty, description, context, suggestion FROM cases;
INSERT INTO exceptions (
    tenant_id, reconciliation, exception_id, case_id, type, severity, status, side, item_id, source, line_ref, entity_id,
    currency, amount, date, opened_at, age_days, due_at, assignee, ignored_until, comments, links, draft_no, resolved_at,
    reference, counterparty, description, context, suggestion)
SELECT 'acme', 'stripe', 'EX-B' || lpad(i::VARCHAR, 7, '0'), 'C-B' || i::VARCHAR, 'missing_in_statement', 'low', 'open', 'left', 'ledger|B' || i::VARCHAR, 'ledger',
       'B' || i::VARCHAR, 'acme-de', 'EUR', (100 + i % 900)::DECIMAL(38, 9) / 100, DATE '2026-03-31' - (i % 80)::INTEGER,
       TIMESTAMPTZ '2026-03-31 06:00:00+00', (i % 80)::INTEGER, DATE '2026-04-14', NULL, NULL, 0, NULL, NULL, NULL, 'bulk-' || i::VARCHAR, NULL, 'Subscription charge',
       'Booked and not reported.', 'Ask the processor.'
FROM range(getvariable('bulk_exceptions')) AS t (i);


INSERT INTO exception_candidates (
    tenant_id, exception_id, rank, side, item_id, source, line_ref, currency, amount, date, reference, description,
    counterparty, amount_difference, days_apart, why_not) VALUES
('acme', 'EX-001', 1, 'left', 'ledger|J0900110:2', 'ledger', 'J0900110:2', 'EUR', -1240.00, '2026-02-11', 're_81', 'Refund', 'Halden AB', 0, 35, 'Same amount, but 35 days apart; the pass allows 5 days.'),
('acme', 'EX-001', 2, 'left', 'ledger|J0900111:2', 'ledger', 'J0900111:2', 'EUR', -1204.00, '2026-03-18', 'ch_81', 'Refund', 'Ota Foods', -36.00, 0, 'The amount differs by 36.00 EUR; digits look transposed.'),
('acme', 'EX-002', 1, 'right', 'stripe|txn_900777', 'stripe', 'txn_900777', 'EUR', 349.00, '2026-03-21', 'ch_900777', 'Charge', 'Bluepine Ltd', 0, 19, 'Already in confirmed match M-J0000004.'),
('acme', 'EX-003', 1, 'right', 'stripe|txn_900102', 'stripe', 'txn_900102', 'EUR', 511.40, '2026-03-20', 'ch_900102', 'Charge', 'Northwind GmbH', 9.00, 0, 'Same reference, but the amount differs by 9.00 EUR.'),
('acme', 'EX-004', 1, 'left', 'ledger|J0900102:1', 'ledger', 'J0900102:1', 'EUR', 520.40, '2026-03-20', 'ch_900102', 'Subscription charge', 'Northwind GmbH', -9.00, 0, 'Same reference, but the amount differs by 9.00 EUR.'),
('acme', 'EX-007', 1, 'right', 'bank-de|NTRF900106A', 'bank-de', 'NTRF900106A', 'EUR', 2500.00, '2026-03-27', NULL, 'SEPA credit', 'Stripe Payments', 0, 1, 'As good as NTRF900106B: nothing is confirmed on a tie.'),
('acme', 'EX-007', 2, 'right', 'bank-de|NTRF900106B', 'bank-de', 'NTRF900106B', 'EUR', 2500.00, '2026-03-27', NULL, 'SEPA credit', 'Stripe Payments', 0, 1, 'As good as NTRF900106A: nothing is confirmed on a tie.'),
('acme', 'EX-011', 1, 'right', 'bank-us|NTRF900107', 'bank-us', 'NTRF900107', 'USD', 4290.22, '2026-03-20', 'po_900107', 'Wire in', 'Stripe Payments', 20.00, 1, 'The group adds up to 20.00 USD less.');

INSERT INTO in_transit_items BY NAME
SELECT 'acme' AS tenant_id, rec AS reconciliation, side, source || '|' || ref AS item_id, source, ref AS line_ref, currency,
       amount::DECIMAL(38, 9) AS amount, day::DATE AS date, reference, description, day::DATE + 3 AS expected_by
FROM (VALUES ('stripe', 'left', 'ledger', 'J0900201:1', 'EUR', 212.10, '2026-03-31', 'ch_900201', 'Subscription charge'),
             ('stripe', 'left', 'ledger', 'J0900202:1', 'USD', 99.00, '2026-03-30', 'ch_900202', 'Subscription charge'),
             ('bank-de', 'left', 'ledger', 'J0900203:1', 'EUR', 3120.75, '2026-03-31', 'po_900203', 'Processor payout'),
             ('bank-de', 'right', 'bank-de', 'NTRF900204', 'EUR', -640.00, '2026-03-31', 'SEPA 8841', 'Direct debit'))
    AS t (rec, side, source, ref, currency, amount, day, reference, description);

INSERT INTO refused_rows BY NAME
SELECT 'acme' AS tenant_id, 'wallet' AS source, 'f-wallet' AS file_id, 'inbox/wallet/2026-03.csv' AS path, 118 AS line_no,
       'bad_amount' AS reason_code, 'amount "12,5O" is not a number' AS reason, 'w-118;12,5O' AS raw, NULL::VARCHAR AS journal_id,
       'row 118' AS line_ref;

INSERT INTO statement_lines BY NAME
SELECT 'acme' AS tenant_id, entity_id, right_source AS source, 'f-' || right_source AS file_id, row_number() OVER (PARTITION BY right_source ORDER BY right_ref) AS line_no,
       right_ref AS line_ref, effective_date + 1 AS date, effective_date + 1 AS value_date, currency, amount,
       NULL::DECIMAL(38, 9) AS fee, NULL::DECIMAL(38, 9) AS gross, reference, NULL::VARCHAR AS group_key, description, counterparty, kind
FROM pairs
UNION ALL SELECT 'acme', NULL, source, 'f-' || source, 900000 + row_number() OVER (), line_ref, date, date, currency, amount, NULL, NULL, reference, NULL, description, counterparty, 'charge'
FROM exceptions WHERE side = 'right'
UNION ALL SELECT 'acme', NULL, source, 'f-' || source, 950000 + row_number() OVER (), line_ref, date, date, currency, amount, NULL, NULL, reference, NULL, description, NULL, 'debit'
FROM in_transit_items WHERE side = 'right';

INSERT INTO source_files BY NAME
SELECT 'acme' AS tenant_id, 'f-' || source AS file_id, source, 'statement' AS kind, 'inbox/' || source || '/2026-03.csv' AS path,
       sha256(source) AS sha256, 'accepted' AS status, NULL::VARCHAR AS reason, count(*) AS row_count, 0::BIGINT AS refused_count,
       TIMESTAMPTZ '2026-04-01 06:00:05+00' AS received_at, true AS is_current, 0::BIGINT AS repeated_count, NULL::VARCHAR AS repeated_in
FROM statement_lines GROUP BY source;

INSERT INTO reconciliation_summary BY NAME
WITH items AS (
    SELECT m.reconciliation, i.currency, i.side, i.amount, 'matched' AS state FROM match_items AS i JOIN matches AS m USING (match_id)
    UNION ALL SELECT reconciliation, currency, side, amount, 'in_transit' FROM in_transit_items
    UNION ALL SELECT reconciliation, currency, side, amount, 'exception' FROM exceptions WHERE side IS NOT NULL
    UNION ALL SELECT 'wallet', 'EUR', unnest(['left', 'right']), 812.35, 'matched'),
signed AS (SELECT *, CASE side WHEN 'left' THEN amount ELSE -amount END AS net FROM items)
SELECT 'acme' AS tenant_id, reconciliation, currency, DATE '2026-03-31' AS as_of,
       coalesce(sum(amount) FILTER (side = 'left'), 0)::DECIMAL(38, 9) AS left_total, coalesce(sum(amount) FILTER (side = 'right'), 0)::DECIMAL(38, 9) AS right_total,
       coalesce(sum(amount) FILTER (side = 'left' AND state = 'matched'), 0)::DECIMAL(38, 9) AS matched_left,
       coalesce(sum(amount) FILTER (side = 'right' AND state = 'matched'), 0)::DECIMAL(38, 9) AS matched_right,
       coalesce(sum(net) FILTER (state = 'in_transit'), 0)::DECIMAL(38, 9) AS in_transit, coalesce(sum(net) FILTER (state = 'matched'), 0)::DECIMAL(38, 9) AS match_difference,
       coalesce(sum(net) FILTER (state = 'exception'), 0)::DECIMAL(38, 9) AS exceptions_total, 0::DECIMAL(38, 9) AS unexplained,
       count(*) FILTER (side = 'left' AND state = 'matched') AS confirmed,
       count(*) FILTER (side = 'left') AS left_items, count(*) FILTER (side = 'right') AS right_items,
       count(*) FILTER (side = 'left' AND state = 'matched') AS matched_items_left, count(*) FILTER (side = 'right' AND state = 'matched') AS matched_items_right,
       CASE WHEN reconciliation = 'bank-de' THEN 1 ELSE 0 END AS proposed, count(*) FILTER (state = 'in_transit') AS in_transit_items,
       count(*) FILTER (state = 'exception') AS exceptions, 'two sides' AS counts, 3 AS expected_lag_days
FROM signed GROUP BY reconciliation, currency;

INSERT INTO kpis BY NAME
WITH k AS (
    SELECT 'match_rate_count' AS kpi, '' AS dimension, 'Match rate by count' AS label,
           round(sum(matched_items_left + matched_items_right) / sum(left_items + right_items)::DECIMAL(18, 6), 6)::DECIMAL(38, 9) AS value,
           'ratio' AS unit, NULL AS currency, 'Items in a confirmed match, over all items.' AS definition FROM reconciliation_summary
    UNION ALL SELECT 'match_rate_count', reconciliation, 'Match rate by count', round(sum(matched_items_left + matched_items_right) / sum(left_items + right_items)::DECIMAL(18, 6), 6),
           'ratio', NULL, 'Items in a confirmed match, over all items.' FROM reconciliation_summary GROUP BY reconciliation
    UNION ALL SELECT 'match_rate_amount', '', 'Match rate by amount', 0.987654, 'ratio', NULL, 'Absolute amount in a confirmed match, over the absolute amount of all items; mean over currencies.'
    UNION ALL SELECT 'unmatched_value', '', 'Unmatched value', sum(abs(amount)), 'amount', currency, 'Absolute amount of all items that are neither matched nor in transit.'
        FROM exceptions WHERE side IS NOT NULL GROUP BY currency
    UNION ALL SELECT 'exceptions_by_severity', severity, 'Exceptions by severity', count(*), 'count', NULL, 'Open exceptions of each severity.' FROM exceptions GROUP BY severity
    UNION ALL SELECT 'exceptions_by_age', CASE WHEN age_days <= 7 THEN '0-7 days' WHEN age_days <= 30 THEN '8-30 days' WHEN age_days <= 90 THEN '31-90 days' ELSE 'over 90 days' END, 'Exceptions by age',
           count(*), 'count', NULL, 'Open exceptions by days since they were opened.' FROM exceptions GROUP BY ALL
    UNION ALL SELECT 'exceptions_open', '', 'Open exceptions', count(*), 'count', NULL, 'Items and differences that a person must look at.' FROM exceptions
    UNION ALL SELECT 'in_transit_value', '', 'In transit', sum(abs(amount)), 'amount', currency, 'Unmatched items still within their normal lag.' FROM in_transit_items GROUP BY currency
    UNION ALL SELECT 'in_transit_count', '', 'Items in transit', count(*), 'count', NULL, 'Unmatched items still within their normal lag.' FROM in_transit_items
    UNION ALL SELECT 'suspense_balance', '', 'Suspense balance', sum(amount), 'amount', currency, 'Balance of 1900 Suspense / Transit: money booked without knowing what for.'
        FROM general_ledger WHERE account_code = '1900' GROUP BY currency
    UNION ALL SELECT 'book_cash', '', 'Cash in the book', sum(amount), 'amount', currency, 'Balance of the cash accounts that a bank statement proves.' FROM general_ledger WHERE account_code = '1000' GROUP BY currency
    UNION ALL SELECT 'bank_cash', '', 'Cash at the bank', sum(amount) - 2465.85, 'amount', currency, 'Sum of the bank statements'' closing balances.'
        FROM general_ledger WHERE account_code = '1000' AND currency = 'EUR' GROUP BY currency
    UNION ALL SELECT 'bank_cash', '', 'Cash at the bank', sum(amount), 'amount', currency, 'Sum of the bank statements'' closing balances.'
        FROM general_ledger WHERE account_code = '1000' AND currency = 'USD' GROUP BY currency
    UNION ALL SELECT 'statement_freshness', source, 'Statement freshness', days, 'days', NULL, 'Days between the last line of a source and the as-of date.'
        FROM (VALUES ('stripe', 0), ('bank-de', 0), ('bank-us', 2), ('wallet', 6)) AS t (source, days)
    UNION ALL SELECT 'effective_fee_rate', '', 'Effective fee rate', 0.030412, 'ratio', NULL, 'Processing fees over gross processed volume.'
    UNION ALL SELECT 'trial_balance_difference', '', 'Trial balance difference', sum(amount), 'amount', currency, 'Sum of all balances; a book in balance is exactly zero.' FROM general_ledger GROUP BY currency)
SELECT 'acme' AS tenant_id, kpi, dimension, label, value::DECIMAL(38, 9) AS value, unit, currency, DATE '2026-03-31' AS as_of,
       definition, getvariable('run_id') AS run_id FROM k;

CREATE TABLE audit_results AS
SELECT getvariable('run_id') AS run_id, * FROM (VALUES
    ('marts', 'expect_zero_sum', 'general_ledger', true, 'passed', '0', 'Debits equal credits per tenant, book and currency'),
    ('marts', 'expect_unexplained_zero', 'reconciliation_summary', true, 'passed', '0', 'Nothing unexplained in any reconciliation'),
    ('marts', 'expect_balance_sheet_balances', 'balance_sheet', true, 'passed', '0', 'Assets equal liabilities plus equity'),
    ('marts', 'expect_every_item_once', 'matches', true, 'passed', '0', 'Every item is accounted for exactly once'),
    ('marts', 'expect_fresh_statements', 'statement_lines', false, 'violated', '6 days', 'Each source has a statement younger than 5 days'))
    AS t (suite, expectation, subject, blocking, outcome, observed, description);
