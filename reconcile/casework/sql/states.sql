-- What each exception is now, out of the events that stand.
WITH subjects AS (
    SELECT exception_id, event_no FROM reconcile.casework_subjects
    WHERE tenant_id = %(tenant)s AND (%(ids)s::text [] IS NULL OR exception_id = ANY(%(ids)s::text []))
),

standing AS (
    SELECT subjects.exception_id, act.kind, act.event_no, act.last_no, act.details
    FROM subjects
    JOIN reconcile.casework_acts AS act ON act.tenant_id = %(tenant)s AND act.event_no = subjects.event_no
    WHERE act.stands
),

turned AS (
    SELECT DISTINCT ON (exception_id) exception_id, last_no, last_at, status
    FROM reconcile.casework_turns
    WHERE tenant_id = %(tenant)s AND (%(ids)s::text [] IS NULL OR exception_id = ANY(%(ids)s::text []))
    ORDER BY exception_id, last_no DESC
),

assigned AS (
    SELECT DISTINCT ON (exception_id) exception_id, last_no, details ->> 'assignee' AS assignee
    FROM standing WHERE kind = 'assign'
    ORDER BY exception_id, last_no DESC
),

ignored AS (
    SELECT DISTINCT ON (standing.exception_id) standing.exception_id, (standing.details ->> 'until')::date AS until
    FROM standing
    LEFT JOIN turned USING (exception_id)
    WHERE standing.kind = 'ignore_until' AND standing.last_no > coalesce(turned.last_no, 0)
    ORDER BY standing.exception_id, standing.last_no DESC
),

drafted AS (
    SELECT DISTINCT ON (subjects.exception_id) subjects.exception_id, draft.draft_no, draft.state
    FROM subjects
    JOIN reconcile.draft_states AS draft ON draft.tenant_id = %(tenant)s AND draft.draft_no = subjects.event_no
    ORDER BY subjects.exception_id, draft.draft_no DESC
),

said AS (
    SELECT exception_id, count(*) FILTER (WHERE kind = 'comment') AS comments,
        string_agg(details ->> 'link', chr(10) ORDER BY event_no) FILTER (WHERE kind = 'attach') AS links
    FROM standing
    GROUP BY exception_id
),

latest AS (
    SELECT DISTINCT ON (subjects.exception_id) subjects.exception_id, event.kind, event.who, event.why, event.recorded_at
    FROM subjects
    JOIN reconcile.casework_events AS event ON event.tenant_id = %(tenant)s AND event.event_no = subjects.event_no
    ORDER BY subjects.exception_id, event.event_no DESC
)

SELECT latest.exception_id,
    CASE
        WHEN turned.status = 'resolved' THEN 'resolved'
        WHEN drafted.state = 'pending' THEN 'pending_approval'
        WHEN ignored.until > %(as_of)s::date THEN 'ignored'
        WHEN assigned.assignee IS NOT NULL AND assigned.last_no > coalesce(turned.last_no, 0) THEN 'assigned'
        WHEN turned.status = 'reopened' THEN 'reopened'
        ELSE 'open'
    END AS status,
    assigned.assignee,
    ignored.until AS ignored_until,
    coalesce(said.comments, 0)::integer AS comments,
    said.links,
    drafted.draft_no,
    drafted.state AS draft_state,
    CASE WHEN turned.status = 'resolved' THEN turned.last_at END AS resolved_at,
    latest.kind AS last_kind,
    latest.who AS last_who,
    latest.why AS last_why,
    latest.recorded_at AS last_at
FROM latest
LEFT JOIN turned USING (exception_id)
LEFT JOIN assigned USING (exception_id)
LEFT JOIN ignored USING (exception_id)
LEFT JOIN drafted USING (exception_id)
LEFT JOIN said USING (exception_id)
ORDER BY latest.exception_id
