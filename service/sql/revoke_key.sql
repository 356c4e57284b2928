UPDATE ledger.api_keys
SET revoked_at = transaction_timestamp()
WHERE tenant_id = %(tenant)s AND key_id = %(key_id)s AND revoked_at IS NULL
