-- Everything that moves money at the two banks, ours and theirs side by side: one row of `cash` is one real movement,
-- with the day, amount and reference that each side gives it, and how often each side shows it (0, 1 or 2 times).

CREATE TABLE bill_draft AS
SELECT *, count(*) OVER (PARTITION BY entity) AS bills,
       row_number() OVER (PARTITION BY entity ORDER BY shuffle('price rank', i), i) AS price_rank,
       business(billed + 10 + roll('terms', i, 8)::INTEGER) AS paid
FROM (
    SELECT i, if(roll('vendor entity', i, 100) < 60, 'acme-de', 'acme-us') AS entity,
           DATE '2026-08-01' + (i * 92 // getvariable('bills'))::INTEGER AS billed
    FROM range(getvariable('bills')) AS r(i));

CREATE TABLE bill_plant AS
SELECT i, plants[1 + (k - 1) % len(plants)] AS plant
FROM (SELECT i, bills, row_number() OVER (PARTITION BY entity ORDER BY shuffle('plant bill', i), i) AS k
      FROM bill_draft WHERE plantable(paid) AND plantable(billed)),
     (SELECT kinds(['missing_in_ledger', 'missing_in_statement', 'amount_mismatch', 'duplicate_in_ledger',
                    'duplicate_in_statement', 'ambiguous'], ['date_out_of_window']) AS plants)
WHERE k <= quota(bills, len(plants), 3000, 2, 40);

-- Each amount is its entity's own: an amount without a reference names one payment, unless a twin is planted.
CREATE TABLE bill AS
WITH priced AS (
    SELECT b.*, p.plant, greatest(8, 60000 // bills) AS gap,
           2500 + price_rank * greatest(8, 60000 // bills) + roll('cents', i, greatest(8, 60000 // bills) // 4) AS amount
    FROM bill_draft AS b LEFT JOIN bill_plant AS p USING (i)),
twins AS (
    SELECT *, 1 AS twin FROM priced UNION ALL SELECT *, 2 FROM priced WHERE plant = 'ambiguous')
SELECT i, serial('V', i) || if(twin = 2, 'T', '') AS doc, entity, if(entity = 'acme-de', 'EUR', 'USD') AS currency,
       billed, if(paid < last_day(), paid, NULL) AS paid, business(paid + if(plant = 'date_out_of_window', 8, roll('bank lag', i, 2))::INTEGER) AS arrived, amount,
       amount + if(plant = 'amount_mismatch', slip(amount, 'slip bill', i, gap // 4), 0) AS booked, plant, twin,
       'INV-' || (100000 + 2 * i + twin - 1) AS reference,
       coalesce(plant = 'ambiguous', plant IS NULL AND roll('no reference', i, 4) = 0) AS nameless,
       getvariable('vendors')[1 + roll('vendor', i, len(getvariable('vendors')))] AS vendor,
       if(roll('cogs', i, 3) = 0, '5000', '5100') AS account
FROM twins;

CREATE TABLE month AS
SELECT m, make_date(2026, m::INTEGER, 1) AS first_day, (make_date(2026, m::INTEGER + 1, 1) - 1)::DATE AS month_end,
       strftime(make_date(2026, m::INTEGER, 1), '%Y-%m') AS name
FROM range(8, 11) AS r(m);

CREATE TABLE entity AS
SELECT * FROM (VALUES ('acme-de', 'EUR', 'DE', 12), ('acme-us', 'USD', 'US', 8)) AS e(entity, currency, country, least_staff);

CREATE VIEW tax AS
SELECT entity, d, tax FROM charge WHERE plant IS DISTINCT FROM 'missing_in_ledger'
UNION ALL SELECT entity, ts::DATE, -tax FROM giveback
UNION ALL SELECT 'acme-de', d, tax FROM wallet_item WHERE NOT unposted;

CREATE TABLE cash AS
WITH outward AS (
    SELECT doc, 'bill' AS kind, entity, currency, paid AS booked_on, arrived AS arrived_on, -booked AS booked, -amount AS amount,
           reference, if(nameless, NULL, reference) AS bank_reference, vendor AS counterparty, 'Payment of invoice' AS memo,
           '2000' AS contra, plant,
           CASE plant WHEN 'missing_in_ledger' THEN 0 WHEN 'duplicate_in_ledger' THEN 2 ELSE 1 END AS in_ledger,
           CASE WHEN plant = 'missing_in_statement' OR twin = 2 THEN 0 WHEN plant = 'duplicate_in_statement' THEN 2 ELSE 1 END AS at_bank
    FROM bill WHERE paid IS NOT NULL
    UNION ALL
    SELECT 'Y' || country || replace(name, '-', '') || lpad(n::VARCHAR, 4, '0'), 'payroll', entity, currency,
           business(first_day + 24), business(first_day + 24), -salary, -salary, ref, ref,
           'Employee ' || country || lpad(n::VARCHAR, 4, '0'), 'Net salary', '5100', NULL, 1, 1
    FROM (SELECT *, 210000 + 500 * roll('salary', country || n, 500) AS salary,
                 'SAL-' || replace(name, '-', '') || '-' || lpad(n::VARCHAR, 4, '0') AS ref
          FROM month, entity, LATERAL (
              SELECT unnest(range(1, 1 + least_staff + least(400, getvariable('charges') // 2800))) AS n))
    UNION ALL
    SELECT 'F' || country || replace(name, '-', ''), 'fee', entity, currency, month_end,
           month_end - greatest(0, isodow(month_end) - 5)::INTEGER, -fee, -fee, 'BANKFEE-' || name, NULL, 'Our bank',
           'Account charges', '5100', NULL, 1, 1
    FROM (SELECT *, 1200 + roll('bank fee', country || name, 1200) AS fee FROM month, entity)
    UNION ALL
    SELECT 'T' || country || replace(name, '-', ''), 'tax', entity, currency, business(month_end + 10), business(month_end + 10),
           -owed, -owed, 'VAT-' || name, 'VAT-' || name, 'Tax office', 'Sales tax ' || name, '2200', NULL, 1, 1
    FROM (SELECT entity, date_trunc('month', d)::DATE AS first_day, sum(tax)::BIGINT AS owed FROM tax GROUP BY ALL)
    JOIN month USING (first_day) JOIN entity USING (entity)
    WHERE owed > 0 AND month_end < DATE '2026-10-01'),
inward AS (
    SELECT doc, 'payout' AS kind, if(currency = 'EUR', 'acme-de', 'acme-us') AS entity, currency, booked, arrived, amount, source_id,
           'Stripe' AS counterparty, 'Processor payout' AS memo, '1110' AS contra
    FROM payout
    UNION ALL
    SELECT doc, 'withdrawal', 'acme-de', 'EUR', d, arrived, amount, reference, 'Wallet operator', 'Wallet withdrawal', '1200'
    FROM withdrawal
    UNION ALL
    SELECT doc, 'receipt', 'acme-de', 'EUR', d, d, amount, reference, 'Unknown', 'Receipt not yet placed', '1900'
    FROM receipt
    UNION ALL
    -- The owner pays in enough on the first business day for the account never to be overdrawn.
    SELECT 'O' || country, 'capital', entity, currency, DATE '2026-08-03', DATE '2026-08-03',
           (1 + spent // 10000000) * 10000000, 'CAPITAL-' || country, 'The owner', 'Owner''s contribution', '3000'
    FROM (SELECT entity, (-2 * sum(amount))::BIGINT AS spent FROM outward GROUP BY entity) JOIN entity USING (entity))
FROM outward
UNION ALL
SELECT doc, kind, entity, currency, booked, arrived, amount, amount, source_id, source_id, counterparty, memo, contra, NULL, 1, 1
FROM inward;

-- A payment that the bank carries out twice gets a second entry with an id of its own, on the next business day.
CREATE TABLE bank_line AS
SELECT *, country || strftime(d, '%y%m') || lpad(seq::VARCHAR, 8, '0') AS line_ref,
       if(kind = 'payroll' AND country = 'DE', strftime(d, 'PAYROLL-%Y-%m'), country || strftime(d, '%y%m') || lpad(seq::VARCHAR, 8, '0')) AS entry_ref
FROM (
    SELECT *, row_number() OVER (PARTITION BY entity ORDER BY d, kind = 'payroll', kind <> 'capital', doc, copy) AS seq
    FROM (
        SELECT entity, country, c.currency, doc, kind, copy, amount, bank_reference, counterparty, memo,
               if(copy = 1, arrived_on, next_business(arrived_on)) AS d
        FROM cash AS c JOIN entity USING (entity) CROSS JOIN (VALUES (1), (2)) AS copies(copy)
        WHERE copy <= at_bank)
    WHERE d <= last_day())
ORDER BY entity, seq;
