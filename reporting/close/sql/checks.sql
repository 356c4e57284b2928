SELECT check_id, title, state, detail, blocking_count, amount, currency, link_page, link_query, acceptable
FROM marts.close_checks
WHERE entity_id = $entity AND period = $period
ORDER BY position
