SELECT period, comment_no, book, account_code, comment, who, recorded_at
FROM reporting.flux_comments
WHERE tenant_id = %(tenant)s AND entity_id = %(entity)s AND (%(period)s::text IS NULL OR period = %(period)s::text)
ORDER BY comment_no
