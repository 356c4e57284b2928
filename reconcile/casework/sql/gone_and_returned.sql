-- What a published run found otherwise than casework has it: an exception that it lists no more, or one that was resolved before
-- the run began and is listed all the same.
WITH heard AS (
    SELECT exception_id, TRUE AS listed, NULL::bigint AS last_no, NULL::timestamptz AS last_at, NULL AS kind, NULL AS status
    FROM published_now
    UNION ALL
    SELECT exception_id, NULL, NULL, NULL, NULL, NULL
    FROM reconcile.exceptions_seen WHERE tenant_id = %(tenant)s
    UNION ALL
    SELECT exception_id, NULL, last_no, last_at, kind, status
    FROM reconcile.casework_turns WHERE tenant_id = %(tenant)s
),

known AS (
    SELECT exception_id,
        bool_or(listed) IS TRUE AS listed,
        (array_agg(status ORDER BY last_no DESC) FILTER (WHERE status IS NOT NULL))[1] AS status,
        (array_agg(last_at ORDER BY last_no DESC) FILTER (WHERE status IS NOT NULL))[1] AS turned_at,
        (array_agg(kind ORDER BY last_no DESC) FILTER (WHERE kind IN ('gone', 'returned')))[1] AS sighted
    FROM heard
    GROUP BY exception_id
),

numbered AS (
    SELECT nextval('reconcile.casework_numbers') AS event_no, exception_id, CASE WHEN listed THEN 'returned' ELSE 'gone' END AS kind,
        CASE WHEN listed THEN 'listed again by run ' ELSE 'no longer listed by run ' END || %(run_id)s AS why
    FROM known
    WHERE (turned_at IS NULL OR turned_at < %(at)s)
        AND CASE
            WHEN listed THEN status = 'resolved'
            ELSE status IS DISTINCT FROM 'resolved' OR sighted IS DISTINCT FROM 'gone'
        END
),

written AS (
    INSERT INTO reconcile.casework_events (tenant_id, event_no, kind, who, why)
    SELECT %(tenant)s, event_no, kind, 'tieout', why FROM numbered
)

INSERT INTO reconcile.casework_subjects (tenant_id, event_no, exception_id)
SELECT %(tenant)s, event_no, exception_id FROM numbered
