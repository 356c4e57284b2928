-- Exceptions by reconciliation and type, in both versions.
SELECT
    reconciliation,
    type,
    count(*) FILTER (version = 'before') AS before,
    count(*) FILTER (version = 'after') AS after
FROM exceptions
GROUP BY reconciliation, type
ORDER BY reconciliation, type
