-- A mobile wallet: most orders are settled in batches (one statement line for the orders of a batch), some one by one;
-- every Friday the balance is withdrawn to the bank. Ordinary prices are multiples of five cents.

CREATE TABLE wallet_order AS
SELECT i, serial('W', i) AS doc, 'ORD-' || lpad(i::VARCHAR, 8, '0') AS reference, d, price, single,
       if(single, NULL, strftime(d, 'WB-%Y%m%d-') || lpad(((slot - 1) // 8)::VARCHAR, 4, '0')) AS batch
FROM (
    SELECT *, row_number() OVER (PARTITION BY d, single ORDER BY i) AS slot
    FROM (
        SELECT i, DATE '2026-08-01' + (i * 92 // getvariable('orders'))::INTEGER AS d,
               490 + 5 * roll('wallet price', i, 1500) AS price, roll('single', i, 5) = 0 AS single
        FROM range(getvariable('orders')) AS r(i)))
ORDER BY i;

CREATE TABLE order_plant AS
WITH wanted AS (SELECT quota(count(*), 5, 2000, 3, 40) AS n FROM wallet_order WHERE single),
chosen AS (
    SELECT i, row_number() OVER (ORDER BY shuffle('plant order', i), i) - 1 AS k
    FROM wallet_order WHERE single AND plantable(d)
    ORDER BY shuffle('plant order', i), i LIMIT (SELECT n FROM wanted))
SELECT i, ['missing_in_ledger', 'missing_in_statement', 'amount_mismatch',
           'duplicate_in_ledger', 'duplicate_in_statement'][1 + k % 5] AS plant,
       -- Never a multiple of five cents and each its own: a planted amount meets no order and no batch total.
       CASE WHEN k % 5 = 2 THEN 20003 + 50 * n + 400 * (k // 5) + 10 * roll('wallet mismatch', i, 10)
            ELSE 10003 + 50 * k + 10 * roll('wallet plant', i, 4) END AS price
FROM chosen, wanted;

-- Batches that lack the posting of their first order. Their total is above any single order's price.
CREATE TABLE split_batch AS
WITH batches AS (SELECT batch, min(i) AS lost, sum(price) AS total, count(*) AS orders, any_value(d) AS d
                 FROM wallet_order WHERE NOT single GROUP BY batch)
SELECT batch, lost FROM batches WHERE plantable(d) AND orders >= 3 AND total > 8000
ORDER BY shuffle('split', batch), batch
LIMIT (SELECT quota(count(*), 1, 8000, 3, 30) FROM batches);

CREATE TABLE wallet_item AS
SELECT o.i, o.doc, o.reference, o.d, o.batch, coalesce(p.price, o.price) AS price,
       coalesce(p.price, o.price)
           + if(p.plant = 'amount_mismatch', 10 * (1 + roll('wallet slip', o.i, 9)), 0) AS booked,
       half_even(coalesce(p.price, o.price) * 19, 119) AS tax,
       coalesce(p.plant, if(b.batch IS NULL, NULL, 'split_incomplete')) AS plant,
       coalesce(b.lost = o.i, false) OR coalesce(p.plant = 'missing_in_ledger', false) AS unposted,
       o.d + if(o.single, roll('wallet lag', o.i, 2), 1)::INTEGER AS settled,
       o.d + roll('again', o.i, 2)::INTEGER AS again,
       CASE WHEN o.single THEN 'WT' || lpad(o.i::VARCHAR, 9, '0') ELSE 'WS' || replace(substr(o.batch, 4), '-', '') END AS line_ref
FROM wallet_order AS o LEFT JOIN order_plant AS p USING (i) LEFT JOIN split_batch AS b USING (batch)
ORDER BY o.i;

CREATE TABLE wallet_settlement AS
SELECT line_ref, any_value(settled) AS d, sum(price)::BIGINT AS amount, any_value(plant) AS plant,
       any_value(batch) AS batch, if(any_value(batch) IS NULL, any_value(reference), NULL) AS reference, count(*) AS orders
FROM wallet_item
WHERE plant IS DISTINCT FROM 'missing_in_statement' AND settled <= last_day()
GROUP BY line_ref;

CREATE TABLE withdrawal AS
SELECT serial('X', row_number() OVER (ORDER BY friday)) AS doc, friday AS d, strftime(friday, 'WD-%Y%m%d') AS reference,
       strftime(friday, 'WX%Y%m%d') AS line_ref, amount, next_business(friday) AS arrived
FROM (SELECT d + (1 + (11 - isodow(d)) % 7)::INTEGER AS friday, sum(amount)::BIGINT AS amount
      FROM wallet_settlement GROUP BY 1)
WHERE friday <= last_day();

CREATE TABLE wallet_unreadable AS
SELECT 'WE00000000' || m AS line_ref, make_date(2026, 8 + (m::INTEGER - 1) % 3, 14) AS d
FROM (SELECT quota(count(*), 1, 0, 3, 1) AS n FROM wallet_settlement), LATERAL (SELECT unnest(range(1, 1 + n)) AS m);

-- `value` is text: every month the wallet's export holds a row that nobody can read.
CREATE VIEW wallet_row AS
SELECT line_ref, d, money(amount) AS value, reference, batch,
       if(batch IS NULL, 'Order payment', 'Settlement of ' || orders || ' orders') AS memo, 'settlement' AS kind, copy
FROM wallet_settlement CROSS JOIN (VALUES (1), (2)) AS copies(copy)
WHERE copy = 1 OR plant = 'duplicate_in_statement'
UNION ALL SELECT line_ref, d, money(-amount), reference, NULL, 'Withdrawal to bank', 'withdrawal', 1 FROM withdrawal
UNION ALL SELECT line_ref, d, '1O.5x', NULL, NULL, 'Manual adjustment', 'adjustment', 1 FROM wallet_unreadable;
