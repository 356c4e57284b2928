SELECT tenant_id, key_id, name, scopes
FROM ledger.api_keys
WHERE sha256 = %(sha256)s AND revoked_at IS NULL
