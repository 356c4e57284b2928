-- The events that are to be undone, with the first of their chains and what those are about.
SELECT event.event_no, root.kind, coalesce(root.draft_no, draft.draft_no) AS draft_no, root.reconciliation, root.match_id,
    (
        SELECT coalesce(array_agg(subject.exception_id ORDER BY subject.exception_id), '{}')
        FROM reconcile.casework_subjects AS subject
        WHERE subject.tenant_id = root.tenant_id AND subject.event_no = root.event_no
    ) AS exception_ids,
    CASE WHEN event.turn > 0 THEN event.event_no END AS undo_no
FROM reconcile.casework_events AS event
JOIN reconcile.casework_events AS root ON root.tenant_id = event.tenant_id AND root.event_no = event.root_no
LEFT JOIN reconcile.drafts AS draft ON draft.tenant_id = root.tenant_id AND draft.draft_no = root.event_no
WHERE event.tenant_id = %(tenant)s AND event.event_no = ANY(%(event_nos)s::bigint [])
ORDER BY event.event_no DESC
