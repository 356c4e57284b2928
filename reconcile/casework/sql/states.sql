-- What each exception is now, out of the events that stand. One pass and one grouping: joins of what it finds would be planned as
-- for a single row while the statistics do not know the tenant yet.
WITH facts AS (
    SELECT subject.exception_id, event.event_no, event.turn, event.kind, event.who, event.why, event.recorded_at, event.details,
        mod(chain.turn, 2) = 0 AS stands, chain.event_no AS last_no, chain.recorded_at AS last_at, draft.state AS draft_state,
        event.turn = 0 AND (
            event.kind IN ('confirm_proposal', 'force_match', 'split', 'approve', 'gone', 'returned')
            OR (event.kind = 'reopen' AND mod(chain.turn, 2) = 0)
        ) AS turns,
        mod(chain.turn, 2) = 0 AND event.kind NOT IN ('reopen', 'returned') AS resolves
    FROM reconcile.casework_subjects AS subject
    JOIN reconcile.casework_events AS event USING (tenant_id, event_no)
    CROSS JOIN LATERAL (
        SELECT later.event_no, later.turn, later.recorded_at FROM reconcile.casework_events AS later
        WHERE later.tenant_id = event.tenant_id AND later.root_no = event.root_no
        ORDER BY later.turn DESC
        LIMIT 1
    ) AS chain
    LEFT JOIN LATERAL (
        SELECT drafts.state FROM reconcile.draft_states AS drafts
        WHERE drafts.tenant_id = event.tenant_id AND drafts.draft_no = event.event_no
    ) AS draft ON TRUE
    WHERE subject.tenant_id = %(tenant)s
        AND (%(ids)s::text [] IS NULL OR subject.exception_id = ANY(%(ids)s::text []))
),

told AS (
    SELECT exception_id,
        coalesce(max(last_no) FILTER (WHERE turns), 0) AS turned_no,
        (array_agg(resolves ORDER BY last_no DESC) FILTER (WHERE turns))[1] AS resolved,
        (array_agg(last_at ORDER BY last_no DESC) FILTER (WHERE turns))[1] AS turned_at,
        coalesce(max(last_no) FILTER (WHERE kind = 'assign' AND stands), 0) AS assigned_no,
        (array_agg(details ->> 'assignee' ORDER BY last_no DESC) FILTER (WHERE kind = 'assign' AND stands))[1] AS assignee,
        coalesce(max(last_no) FILTER (WHERE kind = 'ignore_until' AND stands), 0) AS ignored_no,
        (array_agg((details ->> 'until')::date ORDER BY last_no DESC)
            FILTER (WHERE kind = 'ignore_until' AND stands))[1] AS until,
        max(event_no) FILTER (WHERE draft_state IS NOT NULL) AS draft_no,
        (array_agg(draft_state ORDER BY event_no DESC) FILTER (WHERE draft_state IS NOT NULL))[1] AS draft_state,
        count(*) FILTER (WHERE kind = 'comment' AND stands) AS comments,
        string_agg(details ->> 'link', chr(10) ORDER BY event_no) FILTER (WHERE kind = 'attach' AND stands) AS links,
        (array_agg(kind ORDER BY event_no DESC))[1] AS last_kind,
        (array_agg(who ORDER BY event_no DESC))[1] AS last_who,
        (array_agg(why ORDER BY event_no DESC))[1] AS last_why,
        max(recorded_at) AS last_at
    FROM facts
    GROUP BY exception_id
)

SELECT exception_id,
    CASE
        WHEN resolved THEN 'resolved'
        WHEN draft_state = 'pending' THEN 'pending_approval'
        WHEN until > %(as_of)s::date AND ignored_no > turned_no THEN 'ignored'
        WHEN assignee IS NOT NULL AND assigned_no > turned_no THEN 'assigned'
        WHEN turned_no > 0 THEN 'reopened'
        ELSE 'open'
    END AS status,
    assignee,
    CASE WHEN ignored_no > turned_no THEN until END AS ignored_until,
    comments::integer AS comments,
    links,
    draft_no,
    draft_state,
    CASE WHEN resolved THEN turned_at END AS resolved_at,
    last_kind,
    last_who,
    last_why,
    last_at
FROM told
ORDER BY exception_id
