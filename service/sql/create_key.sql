INSERT INTO ledger.api_keys (tenant_id, key_id, sha256, name, scopes)
VALUES (%(tenant)s, %(key_id)s, %(sha256)s, %(name)s, %(scopes)s)
