-- An account that the chart does not have is opened when the file says what it is; else its journals are refused.
INSERT INTO ledger.accounts (tenant_id, entity_id, account_code, name, type)
SELECT DISTINCT ON (entity.entity_id, trim(row.account))
    %(tenant)s, entity.entity_id, trim(row.account), coalesce(nullif(trim(row.account_name), ''), trim(row.account)),
    lower(trim(row.account_type))
FROM file_rows AS row
JOIN ledger.entities AS entity
    ON entity.tenant_id = %(tenant)s AND entity.entity_id = coalesce(nullif(trim(row.entity), ''), %(only_entity)s)
WHERE lower(trim(row.account_type)) IN ('asset', 'liability', 'equity', 'revenue', 'expense') AND trim(row.account) <> ''
ORDER BY entity.entity_id, trim(row.account), row.row_no
ON CONFLICT DO NOTHING
