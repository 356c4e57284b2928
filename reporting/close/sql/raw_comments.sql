SELECT DISTINCT ON (entity_id, period, book, account_code) entity_id, period, book, account_code, comment, who, recorded_at
FROM reporting.flux_comments
WHERE tenant_id = %(tenant)s
ORDER BY entity_id, period, book, account_code, comment_no DESC
