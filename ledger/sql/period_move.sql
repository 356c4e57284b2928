INSERT INTO ledger.period_events (tenant_id, entity_id, action, period, by_whom, reason)
VALUES (%(tenant)s, %(entity)s, %(action)s, %(period)s, %(by)s, %(reason)s)
