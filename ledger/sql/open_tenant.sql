INSERT INTO ledger.tenants (tenant_id)
SELECT %(tenant)s
WHERE NOT EXISTS (SELECT FROM ledger.tenants WHERE tenant_id = %(tenant)s)
ON CONFLICT DO NOTHING
