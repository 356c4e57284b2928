SELECT standing.entity_id, standing.period, standing.close_no, sealed.source, sealed.currency, sealed.lines, sealed.total
FROM reporting.closes AS standing
JOIN reporting.sealed_totals AS sealed ON sealed.tenant_id = standing.tenant_id AND sealed.close_no = standing.close_no
WHERE standing.tenant_id = %(tenant)s AND standing.state <> 'reopened'
ORDER BY standing.close_no, sealed.source, sealed.currency
