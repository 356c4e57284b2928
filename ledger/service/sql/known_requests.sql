SELECT key, sha256, status, response
FROM ledger.requests
WHERE tenant_id = %(tenant)s AND key = ANY(%(keys)s::text[])
