-- One row per reconciliation of either version.
WITH counted AS (
    SELECT
        reconciliation,
        count(*) FILTER (version = 'before' AND status = 'confirmed') AS confirmed_before,
        count(*) FILTER (version = 'after' AND status = 'confirmed') AS confirmed_after,
        count(*) FILTER (version = 'before' AND status = 'proposed') AS proposed_before,
        count(*) FILTER (version = 'after' AND status = 'proposed') AS proposed_after
    FROM matches
    GROUP BY reconciliation
),

changes AS (
    SELECT
        reconciliation,
        count(*) FILTER (change = 'gained') AS gained,
        count(*) FILTER (change = 'lost') AS lost,
        count(*) FILTER (settled) AS settled
    FROM changed
    GROUP BY reconciliation
),

moves AS (
    SELECT reconciliation, count(*) AS moved_items FROM moved GROUP BY reconciliation
),

reconciliations AS (
    SELECT DISTINCT reconciliation
    FROM (
        SELECT reconciliation FROM before.marts.reconciliation_summary
        UNION ALL
        SELECT reconciliation FROM after.marts.reconciliation_summary
    ) AS either
    WHERE $reconciliation IS NULL OR reconciliation = $reconciliation
)

SELECT
    reconciliation AS id,
    coalesce(confirmed_before, 0) AS confirmed_before,
    coalesce(confirmed_after, 0) AS confirmed_after,
    coalesce(gained, 0) AS gained,
    coalesce(lost, 0) AS lost,
    coalesce(settled, 0) AS settled,
    coalesce(moved_items, 0) AS moved_items,
    coalesce(proposed_before, 0) AS proposed_before,
    coalesce(proposed_after, 0) AS proposed_after
FROM reconciliations
LEFT JOIN counted USING (reconciliation)
LEFT JOIN changes USING (reconciliation)
LEFT JOIN moves USING (reconciliation)
ORDER BY id
