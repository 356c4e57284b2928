-- What a person has settled these exceptions by, and still stands: the ends of its chains.
SELECT subject.exception_id, act.last_no
FROM reconcile.casework_subjects AS subject
JOIN reconcile.casework_acts AS act ON act.tenant_id = subject.tenant_id AND act.event_no = subject.event_no
WHERE subject.tenant_id = %(tenant)s AND subject.exception_id = ANY(%(ids)s::text [])
    AND act.stands AND act.kind IN ('confirm_proposal', 'force_match', 'split', 'approve', 'ignore_until')
