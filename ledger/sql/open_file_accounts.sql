-- An account that the chart does not have is opened when the file says what it is; else its journals are refused.
-- A row that cannot be read, which has no amount then, says nothing.
INSERT INTO ledger.accounts (tenant_id, entity_id, account_code, name, type)
SELECT DISTINCT ON (entity.entity_id, row.account)
    %(tenant)s, entity.entity_id, row.account, coalesce(row.account_name, row.account), row.account_type
FROM file_rows AS row
JOIN ledger.entities AS entity
    ON entity.tenant_id = %(tenant)s AND entity.entity_id = row.entity
WHERE row.account_type IS NOT NULL AND row.account IS NOT NULL AND row.amount IS NOT NULL
ORDER BY entity.entity_id, row.account, row.row_no
ON CONFLICT DO NOTHING
