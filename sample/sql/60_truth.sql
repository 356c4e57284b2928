-- What a perfect reconciliation would say. One row of `pair` is one left item and one right item that belong together
-- (a batch repeats its right item); a side that is not there is null. Only the judge of a run reads this.

CREATE TABLE pair AS
SELECT 'stripe' AS reconciliation, 'stripe' AS source, doc AS case_id, 'reference' AS pass, plant, currency,
       source_id AS reference,
       if(plant = 'missing_in_ledger', NULL, tag(if(copy = 2, doc || '-2', doc))) AS left_ref,
       if(copy = 2, again, d) AS left_date, booked_net AS left_amount,
       if(plant = 'missing_in_statement' OR ts >= TIMESTAMP '2026-10-31 18:00:00', NULL, line_ref) AS right_ref,
       d AS right_date, net AS right_amount
FROM (SELECT * REPLACE (coalesce(plant, '') AS plant) FROM charge) CROSS JOIN (VALUES (1), (2)) AS c(copy)
WHERE copy = 1 OR plant = 'duplicate_in_ledger'
UNION ALL
SELECT 'stripe', 'stripe', doc, 'reference', '', currency, source_id, tag(doc), ts::DATE, -gross - fee,
       if(ts >= TIMESTAMP '2026-10-31 18:00:00', NULL, line_ref), ts::DATE, -gross - fee
FROM giveback
UNION ALL
SELECT 'stripe', 'stripe', doc, 'reference', '', currency, source_id, if(booked <= last_day(), tag(doc), NULL), booked,
       -amount, line_ref, payday, -amount
FROM payout
UNION ALL
SELECT 'wallet', 'wallet', if(batch IS NULL, doc, line_ref), if(batch IS NULL, 'reference', 'group'), plant, 'EUR', w.reference,
       if(unposted, NULL, tag(if(copy = 2, doc || '-2', doc))), if(copy = 2, again, w.d), booked,
       if(s.amount IS NULL, NULL, line_ref), settled, s.amount
FROM (SELECT * REPLACE (coalesce(plant, '') AS plant) FROM wallet_item) AS w
LEFT JOIN (SELECT line_ref, amount FROM wallet_settlement) AS s USING (line_ref)
CROSS JOIN (VALUES (1), (2)) AS c(copy)
WHERE copy = 1 OR plant = 'duplicate_in_ledger'
UNION ALL
SELECT 'wallet', 'wallet', doc, 'reference', '', 'EUR', reference, tag(doc), d, -amount, line_ref, d, -amount
FROM withdrawal
UNION ALL
SELECT bank, bank, rtrim(c.doc, 'T'), if(c.bank_reference IS NULL, 'amount_date', 'reference'), coalesce(plant, ''), c.currency, reference,
       if(in_ledger = 0 OR booked_on > last_day(), NULL, tag(if(l.copy = 2, doc || '-2', doc))),
       if(l.copy = 2, booked_on + roll('again', doc, 2)::INTEGER, booked_on), booked, b.line_ref, b.d, b.amount
FROM (SELECT *, if(entity = 'acme-de', 'bank-eur', 'bank-usd') AS bank FROM cash) AS c
CROSS JOIN (VALUES (1), (2)) AS l(copy)
LEFT JOIN (SELECT entity, doc, line_ref, d, amount FROM bank_line) AS b USING (entity, doc)
WHERE l.copy <= greatest(in_ledger, 1)
UNION ALL
SELECT 'agent', 'agent', doc, 'net', plant, 'EUR', reference, if(plant = 'missing_in_ledger', NULL, tag(doc)), d, gross,
       if(plant = 'missing_in_statement' OR settled > last_day(), NULL, line_ref), settled, net
FROM (SELECT * REPLACE (coalesce(plant, '') AS plant) FROM collection)
UNION ALL
SELECT 'card', 'card-eur', reference, 'fx', plant, 'EUR', reference, if(plant = 'missing_in_ledger', NULL, charge_ref), d,
       -dollars, if(plant = 'missing_in_statement' OR settled > last_day(), NULL, line_ref), settled, -euros
FROM (SELECT * REPLACE (coalesce(plant, '') AS plant) FROM card)
UNION ALL
SELECT 'suspense', 'ledger', doc, 'trace', coalesce(plant, ''), 'EUR', reference,
       if(plant IS NULL AND identified <= last_day(), tag('I' || doc), NULL), identified, amount, tag(doc), d, amount
FROM receipt WHERE d <= last_day();

CREATE VIEW truth_match AS
SELECT reconciliation, case_id, pass, left_ref, source AS right_source, right_ref, reference, currency,
       money(left_amount) AS left_amount, money(right_amount) AS right_amount, left_date, right_date
FROM pair
WHERE left_ref IS NOT NULL AND right_ref IS NOT NULL
  AND plant IN ('', 'duplicate_in_ledger', 'duplicate_in_statement');

CREATE VIEW truth_item AS
SELECT DISTINCT reconciliation, case_id, plant, 'left' AS side, if(reconciliation = 'card', 'card-usd', 'ledger') AS source,
       left_ref AS item_ref, reference,
       if(reconciliation = 'card' OR plant = 'currency_mismatch', other(currency), currency) AS currency,
       left_amount AS amount, left_date AS date, right_ref IS NULL AS alone
FROM pair WHERE left_ref IS NOT NULL
UNION
SELECT DISTINCT reconciliation, case_id, plant, 'right', source, right_ref, if(pass = 'group', NULL, reference), currency,
       right_amount, right_date, left_ref IS NULL
FROM pair WHERE right_ref IS NOT NULL;

CREATE VIEW truth_in_transit AS
SELECT reconciliation, side, source, item_ref, reference, currency, money(amount) AS amount, date
FROM truth_item WHERE plant = '' AND alone;

-- `required` is false where a run may say so or not: a journal that lost its unreadable line does not balance either.
CREATE VIEW truth_discrepancy AS
SELECT DISTINCT reconciliation || ':' || case_id AS discrepancy_id, plant AS type, true AS required, reconciliation, side, source,
       item_ref, reference, currency, money(amount) AS amount, date
FROM truth_item WHERE plant <> ''
UNION ALL
SELECT 'payroll:' || journal_id, 'unbalanced_journal', n = 2, NULL, NULL, 'payroll', journal_id, NULL, 'EUR', NULL, d
FROM payroll_row WHERE n IN (2, 4) AND line_no = 1
UNION ALL
SELECT 'payroll:' || line_id, 'refused_row', true, NULL, NULL, 'payroll', line_id, NULL, 'EUR', NULL, d
FROM payroll_row WHERE n = 4 AND line_no = 2
UNION ALL
SELECT 'wallet:' || line_ref, 'refused_row', true, NULL, NULL, 'wallet', line_ref, NULL, 'EUR', NULL, d FROM wallet_unreadable;
