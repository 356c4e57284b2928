SELECT count(DISTINCT event.closing_journal_id)
FROM reporting.close_events AS event
JOIN ledger.periods AS period
    ON period.tenant_id = event.tenant_id AND period.entity_id = event.entity_id AND period.period = event.period
WHERE event.tenant_id = %(tenant)s AND event.entity_id = %(entity)s AND period.fiscal_year = %(fiscal_year)s
