-- Of each exception, the end of the latest chain whose first event stands and may be taken back.
SELECT DISTINCT ON (subject.exception_id) subject.exception_id, act.last_no
FROM reconcile.casework_subjects AS subject
JOIN reconcile.casework_acts AS act ON act.tenant_id = subject.tenant_id AND act.event_no = subject.event_no
LEFT JOIN reconcile.drafts AS draft ON draft.tenant_id = act.tenant_id AND draft.draft_no = act.event_no
WHERE subject.tenant_id = %(tenant)s AND subject.exception_id = ANY(%(ids)s::text [])
    AND act.stands AND act.kind NOT IN ('gone', 'returned') AND draft.draft_no IS NULL
    AND NOT (
        act.kind IN ('request_approval', 'decline') AND EXISTS (
            SELECT FROM reconcile.casework_events AS approval
            WHERE approval.tenant_id = act.tenant_id AND approval.draft_no = act.draft_no AND approval.kind = 'approve'
        )
    )
ORDER BY subject.exception_id, act.last_no DESC
