-- Further dealings, of a company that was asked for discrepancies: what is collected net of a fee, charged in one currency
-- and settled in another, or received before anybody knows from whom. None of them touches what the other scripts make.

CREATE MACRO further() AS if(getvariable('discrepancies') IS NULL, 0, getvariable('bills'));
CREATE MACRO spread(i) AS DATE '2026-08-01' + (i * 92 // further())::INTEGER;

-- Invoices that an agent collects. We book the gross amount, the agent credits what its fee leaves: 0.25 and 1.5 %. No gross
-- amount is another's net, nor what a second fee would leave of it: two lines agree in one way only.
CREATE MACRO agent_fee(gross) AS half_even(gross * 15, 1000) + 25;
CREATE MACRO agent_net(gross) AS gross - agent_fee(gross);

CREATE TABLE collection AS
WITH drawn AS (
    SELECT i, spread(i) AS d, 4000 + 500 * row_number() OVER (ORDER BY shuffle('collected rank', i), i) AS base
    FROM range(further()) AS r(i)),
chosen AS (
    SELECT i, ['missing_in_ledger', 'missing_in_statement', 'fee_variance'][1 + (k - 1) % 3] AS plant
    FROM (SELECT i, row_number() OVER (ORDER BY shuffle('plant collected', i), i) AS k FROM drawn WHERE plantable(d))
    WHERE k <= quota(further(), 3, 0, 0, 1)),
priced AS (
    SELECT i, d, plant, base + 100 * coalesce(list_filter(range(5), lambda step:
        agent_net(base + 100 * step) % 5 <> 0 AND agent_net(agent_net(base + 100 * step)) % 5 <> 0)[1], 0) AS gross
    FROM drawn LEFT JOIN chosen USING (i))
SELECT i, serial('G', i) AS doc, 'AG-' || lpad(i::VARCHAR, 7, '0') AS reference, 'AL' || lpad(i::VARCHAR, 9, '0') AS line_ref,
       d, d + roll('agent lag', i, 3)::INTEGER AS settled, gross, fee, gross - fee AS net, plant,
       plant IS NULL AND roll('agent names', i, 4) = 0 AS nameless, roll('agent tells', i, 2) = 0 AS tells_fee
FROM (SELECT *, agent_fee(gross) + if(plant = 'fee_variance', 10 + agent_fee(gross) // 4, 0) AS fee FROM priced)
ORDER BY i;

-- A card that is charged in dollars and settled in euros, within half a percent of the rate of the day.
CREATE TABLE rate AS
SELECT d, 10500 + (d - DATE '2026-07-01') * 37 % 400 AS units
FROM (SELECT unnest(generate_series(DATE '2026-07-25', last_day(), INTERVAL 1 DAY))::DATE AS d);

CREATE TABLE card AS
WITH drawn AS (SELECT i, spread(i) AS d, 1200 + roll('card price', i, 90000) AS dollars FROM range(further()) AS r(i)),
chosen AS (
    SELECT i, ['missing_in_ledger', 'missing_in_statement', 'fx_variance'][1 + (k - 1) % 3] AS plant
    FROM (SELECT i, row_number() OVER (ORDER BY shuffle('plant card', i), i) AS k FROM drawn WHERE plantable(d))
    WHERE k <= quota(further(), 3, 0, 0, 1))
SELECT i, 'CARD-' || lpad(i::VARCHAR, 7, '0') AS reference, 'KU' || lpad(i::VARCHAR, 9, '0') AS charge_ref,
       'KE' || lpad(i::VARCHAR, 9, '0') AS line_ref, d, d + 1 + roll('card lag', i, 2)::INTEGER AS settled, dollars, plant,
       worth + worth * (if(plant = 'fx_variance', 30, -5) + roll('card band', i, 11)) // 1000 AS euros
FROM (SELECT *, half_even(dollars * 10000, units) AS worth FROM drawn LEFT JOIN chosen USING (i) JOIN rate USING (d))
ORDER BY i;

-- Receipts that nobody can place: they wait in suspense until a clerk finds the customer, up to six days later.
CREATE TABLE receipt AS
WITH drawn AS (SELECT i, business(spread(i)) AS d, 5000 + roll('receipt', i, 200000) AS amount FROM range(further()) AS r(i)),
chosen AS (
    SELECT i FROM drawn WHERE plantable(d) ORDER BY shuffle('plant receipt', i), i LIMIT (SELECT quota(further(), 1, 0, 0, 1)))
SELECT i, serial('U', i) AS doc, 'TR-' || lpad(i::VARCHAR, 7, '0') AS reference, d,
       d + roll('identified', i, 7)::INTEGER AS identified, amount, if(chosen.i IS NULL, NULL, 'stale_suspense') AS plant
FROM drawn LEFT JOIN chosen USING (i)
ORDER BY i;

CREATE VIEW agent_row AS
SELECT line_ref AS id, settled AS date, money(net) AS paid, if(tells_fee, money(fee), NULL) AS fee,
       if(nameless, NULL, reference) AS reference
FROM collection WHERE plant IS DISTINCT FROM 'missing_in_statement' AND settled <= last_day();

CREATE VIEW card_usd_row AS
SELECT charge_ref AS id, d AS date, money(-dollars) AS amount, reference
FROM card WHERE plant IS DISTINCT FROM 'missing_in_ledger';

CREATE VIEW card_eur_row AS
SELECT line_ref AS id, settled AS date, money(-euros) AS amount, reference
FROM card WHERE plant IS DISTINCT FROM 'missing_in_statement' AND settled <= last_day();
