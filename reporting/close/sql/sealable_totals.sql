SELECT source, currency, count(*) AS lines, sum(amount) AS total, max(date) AS last_date
FROM marts.statement_lines
WHERE list_contains($sources, source) AND date <= $ends AND (entity_id IS NULL OR entity_id = $entity)
GROUP BY source, currency
ORDER BY source, currency
