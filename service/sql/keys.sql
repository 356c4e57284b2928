SELECT key_id, name, scopes, to_json(created_at) #>> '{}', to_json(revoked_at) #>> '{}'
FROM ledger.api_keys
WHERE tenant_id = %(tenant)s
ORDER BY created_at, key_id
