INSERT INTO reporting.flux_comments (tenant_id, entity_id, period, book, account_code, comment, who)
VALUES (%(tenant)s, %(entity)s, %(period)s, %(book)s, %(account_code)s, %(comment)s, %(who)s)
RETURNING comment_no
