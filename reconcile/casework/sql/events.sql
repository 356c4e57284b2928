-- The history: one row per event and exception, and one for an event that is about a match alone.
SELECT event.event_no, subject.exception_id, event.match_id, event.reconciliation, event.kind, event.who, event.recorded_at,
    event.why, event.details::text AS details, event.undoes,
    mod(chain.turn - event.turn, 2) = 0 AS stands,
    coalesce(event.draft_no, drafted.draft_no) AS draft_no, journal.journal_id
FROM reconcile.casework_events AS event
LEFT JOIN reconcile.casework_subjects AS subject USING (tenant_id, event_no)
LEFT JOIN reconcile.drafts AS drafted ON drafted.tenant_id = event.tenant_id AND drafted.draft_no = event.event_no
LEFT JOIN reconcile.drafts AS journal
    ON journal.tenant_id = event.tenant_id AND journal.draft_no = event.draft_no AND event.kind = 'approve'
CROSS JOIN LATERAL (
    SELECT max(later.turn) AS turn FROM reconcile.casework_events AS later
    WHERE later.tenant_id = event.tenant_id AND later.root_no = event.root_no
) AS chain
WHERE event.tenant_id = %(tenant)s AND (%(exception_id)s::text IS NULL OR subject.exception_id = %(exception_id)s::text)
ORDER BY event.event_no, subject.exception_id
