-- What is published (before) and what the changed rules make of the same lines (after), side by side.
CREATE TEMP TABLE matches AS
WITH both_versions AS (
    SELECT 'before' AS version, * FROM (SELECT match_id, reconciliation, status, pass, currency, difference, reason
    FROM before.marts.matches)
    UNION ALL
    SELECT 'after' AS version, * FROM (SELECT match_id, reconciliation, status, pass, currency, difference, reason
    FROM after.marts.matches)
)
SELECT * FROM both_versions
WHERE $reconciliation IS NULL OR reconciliation = $reconciliation;

CREATE TEMP TABLE items AS
WITH both_versions AS (
    SELECT 'before' AS version, * FROM (SELECT match_id, side, item_id, amount, date FROM before.marts.match_items)
    UNION ALL
    SELECT 'after' AS version, * FROM (SELECT match_id, side, item_id, amount, date FROM after.marts.match_items)
)
SELECT both_versions.*, matches.reconciliation, matches.status, matches.pass
FROM both_versions
INNER JOIN matches USING (version, match_id);

CREATE TEMP TABLE exceptions AS
WITH both_versions AS (
    SELECT 'before' AS version, * FROM (SELECT reconciliation, side, item_id, type FROM before.marts.exceptions)
    UNION ALL
    SELECT 'after' AS version, * FROM (SELECT reconciliation, side, item_id, type FROM after.marts.exceptions)
)
SELECT * FROM both_versions
WHERE reconciliation IS NOT NULL AND ($reconciliation IS NULL OR reconciliation = $reconciliation);

-- What each item is in each version, in one word or two; a confirmed match says more than an exception beside it.
CREATE TEMP VIEW item_states AS
WITH states AS (
    SELECT version, reconciliation, side, item_id, 'matched by ' || pass AS state, 1 AS priority
    FROM items WHERE status = 'confirmed'
    UNION ALL
    SELECT version, reconciliation, side, item_id, type, 2 FROM exceptions
    UNION ALL
    SELECT 'before', reconciliation, side, item_id, 'in_transit', 2 FROM before.marts.in_transit_items
    UNION ALL
    SELECT 'after', reconciliation, side, item_id, 'in_transit', 2 FROM after.marts.in_transit_items
)
SELECT version, reconciliation, side, item_id, arg_min(state, (priority, state)) AS state
FROM states
GROUP BY version, reconciliation, side, item_id;

-- What is settled in the published version: a run keeps it, whatever the rules say now, until somebody revokes it.
CREATE TEMP TABLE settled AS
SELECT match_id
FROM matches
ANTI JOIN open_matches USING (match_id)
WHERE version = 'before' AND status = 'confirmed';

-- A match is the same in both versions when its items are: its id is made of them. One that is gained by taking apart a
-- settled match is held back by it.
CREATE TEMP TABLE changed AS
WITH held AS (
    SELECT DISTINCT afters.match_id
    FROM items AS afters
    INNER JOIN items AS befores USING (reconciliation, side, item_id)
    SEMI JOIN settled ON befores.match_id = settled.match_id
    WHERE afters.version = 'after' AND befores.version = 'before' AND afters.match_id <> befores.match_id
)

SELECT
    matches.*,
    CASE version WHEN 'before' THEN 'lost' ELSE 'gained' END AS change,
    match_id IN (SELECT match_id FROM settled UNION ALL SELECT match_id FROM held) AS settled
FROM matches
WHERE
    status = 'confirmed'
    AND NOT EXISTS (
        SELECT 1 FROM matches AS other
        WHERE other.match_id = matches.match_id AND other.version <> matches.version AND other.status = 'confirmed'
    );

CREATE TEMP VIEW moved AS
SELECT
    befores.reconciliation, befores.side, befores.item_id, befores.amount, befores.date,
    befores.pass AS pass_before, afters.pass AS pass_after,
    befores.match_id AS match_before, afters.match_id AS match_after
FROM items AS befores
INNER JOIN items AS afters USING (reconciliation, side, item_id)
WHERE
    befores.version = 'before' AND befores.status = 'confirmed'
    AND afters.version = 'after' AND afters.status = 'confirmed'
    AND befores.match_id <> afters.match_id;
