-- Subscriptions and usage sold through a card processor: charges, refunds, disputes, and payouts of what they leave.

CREATE TABLE sale AS
SELECT i, ts, ts::DATE AS d, currency, CASE currency WHEN 'EUR' THEN 'acme-de' ELSE 'acme-us' END AS entity
FROM (
    SELECT i, if(roll('currency', i, 100) < 60, 'EUR', 'USD') AS currency,
           make_timestamp(epoch_us(TIMESTAMP '2026-08-01 00:04:00') + 1000000 * (
               i * 7948000 // getvariable('charges') + roll('second', i, 7948000 // getvariable('charges')))) AS ts
    FROM range(getvariable('charges')) AS r(i));

CREATE TABLE sale_plant AS
WITH types AS (
    SELECT kinds(['missing_in_ledger', 'missing_in_statement', 'amount_mismatch', 'duplicate_in_ledger',
                  'duplicate_in_statement'], ['currency_mismatch']) AS plants),
wanted AS (SELECT plants, len(plants) AS m, quota(getvariable('charges'), len(plants), 600, 3, 200) AS n FROM types),
chosen AS (
    SELECT i, row_number() OVER (ORDER BY shuffle('plant sale', i), i) - 1 AS k
    FROM sale WHERE plantable(d) ORDER BY shuffle('plant sale', i), i LIMIT (SELECT n FROM wanted))
SELECT i, k, plants[1 + k % m] AS plant,
       -- A price of its own for each planted sale (two cents apart or more, so that the fee cannot make two nets
       -- equal), and for mismatches two units apart: what is left unmatched never agrees with anything by accident.
       CASE WHEN k % m = 2 THEN 3000 + greatest(3 * n, 20000) + 200 * (k // m) + roll('mismatch price', i, 20)
            ELSE 1500 + k * greatest(3, 20000 // n) + roll('plant price', i, greatest(3, 20000 // n) - 1) END AS gross
FROM chosen, wanted;

CREATE TABLE charge AS
WITH priced AS (
    SELECT s.*, p.plant,
           CASE WHEN p.plant IS NOT NULL OR roll('product', i, 100) < 25 THEN 'usage'
                WHEN roll('product', i, 100) < 30 THEN 'annual' ELSE 'monthly' END AS product,
           CASE WHEN p.plant IS NOT NULL THEN p.gross
                WHEN roll('product', i, 100) < 25 THEN 137 + roll('usage', i, 24000)
                WHEN roll('product', i, 100) < 30 THEN [29000, 49000, 99000][1 + roll('plan', i, 3)]
                ELSE [900, 900, 2900, 2900, 2900, 4900, 4900, 9900, 19900][1 + roll('plan', i, 9)] END AS gross
    FROM sale AS s LEFT JOIN sale_plant AS p USING (i)),
charged AS (
    SELECT *,
           CASE currency WHEN 'EUR' THEN half_even(gross * 14, 1000) + 25 ELSE half_even(gross * 29, 1000) + 30 END AS fee,
           CASE WHEN currency = 'EUR' THEN half_even(gross * 19, 119)
                WHEN roll('taxed', i, 3) = 0 THEN half_even(gross * 7, 107) ELSE 0 END AS tax
    FROM priced)
SELECT i, serial('C', i) AS doc, 'ch_3S' || token('charge', i) || lower(to_hex(i)) AS source_id,
       'txn_3S' || token('charge txn', i) || lower(to_hex(i)) AS line_ref, ts, d, entity, currency, product, gross, fee, tax,
       gross - fee AS net,
       gross - fee + if(plant = 'amount_mismatch', slip(gross - fee, 'slip', i, 82), 0) AS booked_net,
       plant, d + roll('again', i, 2)::INTEGER AS again,
       'C-' || lpad(roll('customer', i, getvariable('charges') // 4 + 10)::VARCHAR, 6, '0') AS customer
FROM charged ORDER BY i;

CREATE TABLE giveback AS
SELECT i, serial(if(dispute, 'D', 'R'), i) AS doc,
       if(dispute, 'dp_1S', 're_3S') || token('giveback', i) || lower(to_hex(i)) AS source_id,
       'txn_1S' || token('giveback txn', i) || lower(to_hex(i)) AS line_ref,
       ts + to_days(1 + roll('wait', i, 9)::INTEGER) AS ts, entity, currency, customer,
       if(dispute, 'dispute', 'refund') AS category, amount AS gross,
       if(dispute, CASE currency WHEN 'EUR' THEN 2000 ELSE 1500 END, 0) AS fee,
       CASE WHEN amount = gross THEN tax ELSE half_even(tax * amount, gross) END AS tax,
       CASE product WHEN 'usage' THEN '4100' WHEN 'annual' THEN '2100' ELSE '4000' END AS account
FROM (SELECT *, roll('giveback', i, 1000) < 3 AS dispute,
             if(roll('giveback', i, 1000) < 13, gross, gross // 2) AS amount FROM charge)
WHERE plant IS NULL AND roll('giveback', i, 1000) < 23 AND ts + to_days(1 + roll('wait', i, 9)::INTEGER) < TIMESTAMP '2026-11-01'
ORDER BY i;

-- What the processor knows, once each. Its last report was drawn at 18:00 on the last day: later sales are in transit.
CREATE VIEW activity AS
SELECT doc, source_id, line_ref, ts, currency, gross, fee, net, 'charge' AS category, customer, plant,
       CASE product WHEN 'usage' THEN 'Metered usage' WHEN 'annual' THEN 'Annual plan' ELSE 'Monthly plan' END AS memo
FROM charge WHERE plant IS DISTINCT FROM 'missing_in_statement' AND ts < TIMESTAMP '2026-10-31 18:00:00'
UNION ALL
SELECT doc, source_id, line_ref, ts, currency, -gross, fee, -gross - fee, category, customer, NULL,
       if(category = 'refund', 'Refund to customer', 'Chargeback')
FROM giveback WHERE ts < TIMESTAMP '2026-10-31 18:00:00';

-- EUR is paid out every business day, USD on Thursdays: everything of the days before the payout day.
CREATE TABLE payout_day AS
WITH days AS (SELECT unnest(generate_series(DATE '2026-08-01', last_day(), INTERVAL 1 DAY))::DATE AS d),
paydays AS (
    SELECT 'EUR' AS currency, d AS payday FROM days WHERE isodow(d) < 6
    UNION ALL SELECT 'USD', d FROM days WHERE isodow(d) = 4)
SELECT currency, d, min(payday) AS payday FROM days JOIN paydays ON payday > d GROUP BY ALL;

CREATE TABLE payout AS
SELECT serial('P', row_number() OVER (ORDER BY currency, payday)) AS doc, currency, payday, net AS amount,
       'po_1S' || substr(token('payout', currency || payday), 1, 14) AS source_id,
       'txn_1S' || token('payout txn', currency || payday) AS line_ref,
       next_business(payday) AS booked, business(next_business(payday) + roll('arrive', payday::VARCHAR, 2)::INTEGER) AS arrived
FROM (
    SELECT currency, payday, sum(net)::BIGINT AS net
    FROM activity JOIN payout_day USING (currency) WHERE payout_day.d = ts::DATE GROUP BY ALL)
WHERE net > 0;

CREATE VIEW stripe_row AS
SELECT a.line_ref, a.ts, a.ts + INTERVAL 2 DAY AS available, a.currency, a.gross, a.fee, a.net, a.category, a.source_id,
       p.source_id AS payout_id, p.arrived AS payout_arrived, a.customer, a.memo, copy
FROM activity AS a
LEFT JOIN payout_day AS y ON y.currency = a.currency AND y.d = a.ts::DATE
LEFT JOIN payout AS p ON p.currency = y.currency AND p.payday = y.payday
CROSS JOIN (VALUES (1), (2)) AS copies(copy)
WHERE copy = 1 OR a.plant = 'duplicate_in_statement'
UNION ALL
SELECT line_ref, payday + INTERVAL 5 HOUR, payday + INTERVAL 5 HOUR, currency, -amount, 0, -amount, 'payout', source_id,
       source_id, arrived, NULL, 'STRIPE PAYOUT', 1
FROM payout;
