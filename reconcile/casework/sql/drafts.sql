SELECT draft.draft_no, draft.state, draft.kind, draft.journal_id, draft.entity_id, draft.effective_date AS date, draft.currency,
    draft.account_code AS account, draft.contra_code AS contra,
    round(draft.amount * power(10::numeric, -draft.scale), draft.scale) AS amount,
    draft.who, draft.recorded_at, draft.why,
    (
        SELECT array_agg(subject.exception_id ORDER BY subject.exception_id) FROM reconcile.casework_subjects AS subject
        WHERE subject.tenant_id = draft.tenant_id AND subject.event_no = draft.draft_no
    ) AS exception_ids,
    (
        SELECT request.who FROM reconcile.casework_events AS request
        WHERE request.tenant_id = draft.tenant_id AND request.draft_no = draft.draft_no AND request.kind = 'request_approval'
        ORDER BY request.event_no DESC
        LIMIT 1
    ) AS requested_by,
    draft.reconciliation, draft.journal_kind, draft.counterparty, draft.reference, draft.description, draft.rate,
    draft.rate_source
FROM reconcile.draft_states AS draft
WHERE draft.tenant_id = %(tenant)s
    AND (%(state)s::text IS NULL OR draft.state = %(state)s::text)
    AND (%(draft_nos)s::bigint [] IS NULL OR draft.draft_no = ANY(%(draft_nos)s::bigint []))
ORDER BY draft.draft_no
