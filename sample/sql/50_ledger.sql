-- Our own journals, one row each with its legs (account, minor units, debit positive), then one row per line.
-- Every description ends in the document's tag, e.g. [S-C0000042]: the thread from a published line back to the truth.

CREATE MACRO leg(account, amount) AS {'account': account, 'amount': amount::BIGINT};

CREATE VIEW journal AS
SELECT doc, d, again, if(plant = 'duplicate_in_ledger', 2, 1) AS copies,
       CASE WHEN plant IS DISTINCT FROM 'currency_mismatch' THEN entity WHEN entity = 'acme-de' THEN 'acme-us' ELSE 'acme-de' END AS entity,
       if(plant = 'currency_mismatch', other(currency), currency) AS currency, source_id AS reference,
       NULL AS batch, if(product = 'usage', 'Metered usage', 'Subscription') AS memo, customer AS counterparty,
       [leg('1110', booked_net), leg('5200', gross - booked_net),
        leg(CASE product WHEN 'usage' THEN '4100' WHEN 'annual' THEN '2100' ELSE '4000' END, tax - gross), leg('2200', -tax)] AS legs
FROM charge WHERE plant IS DISTINCT FROM 'missing_in_ledger'
UNION ALL
SELECT doc, ts::DATE, NULL, 1, entity, currency, source_id, NULL, if(category = 'refund', 'Refund', 'Chargeback'), customer,
       [leg(account, gross - tax), leg('2200', tax), leg('5200', fee), leg('1110', -gross - fee)]
FROM giveback
UNION ALL
SELECT doc, d, again, if(plant = 'duplicate_in_ledger', 2, 1), 'acme-de', 'EUR', reference, batch, 'Wallet order', NULL,
       [leg('1200', booked), leg('4000', tax - booked), leg('2200', -tax)]
FROM wallet_item WHERE NOT unposted
UNION ALL
SELECT 'B' || doc, billed, NULL, 1, entity, currency, reference, NULL, 'Invoice from vendor', vendor,
       [leg(account, amount), leg('2000', -amount)]
FROM bill
UNION ALL
SELECT doc, booked_on, booked_on + roll('again', doc, 2)::INTEGER, in_ledger, entity, currency, reference, NULL, memo,
       counterparty, [leg('1000', booked), leg(contra, -booked)]
FROM cash WHERE in_ledger > 0 AND booked_on <= last_day()
UNION ALL
SELECT doc, d, NULL, 1, 'acme-de', 'EUR', reference, NULL, 'Invoice collected by the agent', NULL,
       [leg('1100', gross), leg('4200', -gross)]
FROM collection WHERE plant IS DISTINCT FROM 'missing_in_ledger'
UNION ALL
SELECT 'I' || doc, identified, NULL, 1, 'acme-de', 'EUR', reference, NULL, 'Receipt placed', NULL,
       [leg('1900', amount), leg('4200', -amount)]
FROM receipt WHERE plant IS NULL AND identified <= last_day()
UNION ALL
-- An annual plan is earned a twelfth a month, from the month of its sale.
SELECT 'N' || country || replace(m.name, '-', ''), month_end, NULL, 1, e.entity, e.currency, 'DEFERRED-' || m.name, NULL,
       'Revenue earned on annual plans', NULL, [leg('2100', sum((gross - tax) // 12)), leg('4000', -sum((gross - tax) // 12))]
FROM charge AS c JOIN entity AS e USING (entity) JOIN month AS m ON c.d <= m.month_end
WHERE product = 'annual' GROUP BY ALL;

CREATE VIEW posting AS
SELECT doc || if(copy = 2, '-2', '') AS doc, if(copy = 2, again, d) AS d, entity, currency, reference, batch,
       memo || ' [' || tag(doc || if(copy = 2, '-2', '')) || ']' AS description, counterparty,
       unnest(legs) AS leg, generate_subscripts(legs, 1) AS line_no
FROM journal CROSS JOIN (VALUES (1), (2)) AS c(copy)
WHERE copy <= copies;

-- A bookkeeper's payroll system: one journal per employee and month. In each month one of them does not balance, and
-- one line of another cannot be read.
CREATE VIEW payroll_row AS
SELECT journal_id, journal_id || '-' || (part).line_no AS line_id, d, (part).account AS account,
       (part).name AS account_name, (part).type AS account_type,
       CASE WHEN n = 4 AND (part).line_no = 2 THEN '12..50'
            ELSE money((part).amount + if(n = 2 AND (part).line_no = 2, 1000, 0)) END AS value,
       'Employee DE' || lpad(n::VARCHAR, 4, '0') AS counterparty, n, (part).line_no AS line_no
FROM (
    SELECT strftime(first_day, 'PAY-%Y-%m-') || lpad(n::VARCHAR, 4, '0') AS journal_id, month_end AS d, n,
           unnest([
               {'line_no': 1, 'account': '6000', 'name': 'Wages and Salaries', 'type': 'expense', 'amount': wages},
               {'line_no': 2, 'account': '2310', 'name': 'Wage Tax Payable', 'type': 'liability', 'amount': -wage_tax},
               {'line_no': 3, 'account': '2320', 'name': 'Social Security Payable', 'type': 'liability', 'amount': -social},
               {'line_no': 4, 'account': '2330', 'name': 'Net Wages Payable', 'type': 'liability',
                'amount': wage_tax + social - wages}]) AS part
    FROM (SELECT first_day, month_end, n, wages, wages * 20 // 100 AS wage_tax, wages * 19 // 100 AS social
          FROM (SELECT *, 350000 + 900 * roll('wages', n, 500) AS wages FROM month, range(1, 13) AS staff(n))));
