SELECT standing.entity_id, standing.period, sealed.check_id, sealed.accepted_reason
FROM reporting.closes AS standing
JOIN reporting.sealed_checks AS sealed ON sealed.tenant_id = standing.tenant_id AND sealed.close_no = standing.close_no
WHERE standing.tenant_id = %(tenant)s AND standing.state <> 'reopened' AND sealed.state = 'accepted'
ORDER BY standing.close_no, sealed.check_id
