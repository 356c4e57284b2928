-- What a published run found otherwise than casework has it: an exception that it lists no more, or one that was resolved before
-- the run began and is listed all the same.
WITH turned AS (
    SELECT DISTINCT ON (exception_id) exception_id, status, last_at
    FROM reconcile.casework_turns WHERE tenant_id = %(tenant)s
    ORDER BY exception_id, last_no DESC
),

sighted AS (
    SELECT DISTINCT ON (exception_id) exception_id, kind
    FROM reconcile.casework_turns WHERE tenant_id = %(tenant)s AND kind IN ('gone', 'returned')
    ORDER BY exception_id, event_no DESC
),

news AS (
    SELECT turned.exception_id, 'returned' AS kind, 'listed again by run ' || %(run_id)s AS why
    FROM turned
    JOIN seen_now USING (exception_id)
    WHERE turned.status = 'resolved' AND turned.last_at < %(at)s
    UNION ALL
    SELECT known.exception_id, 'gone' AS kind, 'no longer listed by run ' || %(run_id)s AS why
    FROM reconcile.exceptions_seen AS known
    LEFT JOIN turned USING (exception_id)
    LEFT JOIN sighted USING (exception_id)
    WHERE known.tenant_id = %(tenant)s
        AND NOT EXISTS (SELECT FROM seen_now WHERE seen_now.exception_id = known.exception_id)
        AND (turned.status IS DISTINCT FROM 'resolved' OR sighted.kind IS DISTINCT FROM 'gone')
        AND (turned.last_at IS NULL OR turned.last_at < %(at)s)
),

numbered AS (
    SELECT nextval('reconcile.casework_numbers') AS event_no, exception_id, kind, why FROM news
),

written AS (
    INSERT INTO reconcile.casework_events (tenant_id, event_no, kind, who, why)
    SELECT %(tenant)s, event_no, kind, 'tieout', why FROM numbered
)

INSERT INTO reconcile.casework_subjects (tenant_id, event_no, exception_id)
SELECT %(tenant)s, event_no, exception_id FROM numbered
