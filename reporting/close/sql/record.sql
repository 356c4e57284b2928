INSERT INTO reporting.close_events (tenant_id, entity_id, period, kind, close_no, who, why)
VALUES (%(tenant)s, %(entity)s, %(period)s, %(kind)s, %(close_no)s, %(who)s, %(why)s)
