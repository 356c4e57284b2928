-- The events after a sequence. The last seal before it says at which place of the log that is, so that nobody has to count
-- from the beginning; from there, journals and other events are each found by an index, in the order of the log.
WITH place AS (
    SELECT last_sequence, last_xid, last_event_no
    FROM ledger.seals
    WHERE tenant_id = %(tenant)s AND last_sequence <= %(after)s
    UNION ALL
    SELECT 0, '0'::xid8, 0
    ORDER BY last_sequence DESC
    LIMIT 1
),

numbered AS (
    SELECT place.last_sequence + row_number() OVER (ORDER BY fresh.recorded_xid, fresh.event_no) AS sequence, fresh.event_no
    FROM place
    CROSS JOIN LATERAL (
        (
            SELECT recorded_xid, journal_no AS event_no
            FROM ledger.journals
            WHERE tenant_id = %(tenant)s AND (recorded_xid, journal_no) > (place.last_xid, place.last_event_no)
                AND recorded_xid < pg_snapshot_xmin(pg_current_snapshot())
            ORDER BY recorded_xid, journal_no
            LIMIT %(limit)s + %(after)s - place.last_sequence
        )
        UNION ALL
        (
            SELECT recorded_xid, event_no
            FROM ledger.events
            WHERE tenant_id = %(tenant)s AND kind <> 'journal_posted'
                AND (recorded_xid, event_no) > (place.last_xid, place.last_event_no)
                AND recorded_xid < pg_snapshot_xmin(pg_current_snapshot())
            ORDER BY recorded_xid, event_no
            LIMIT %(limit)s + %(after)s - place.last_sequence
        )
        ORDER BY recorded_xid, event_no
        LIMIT %(limit)s + %(after)s - place.last_sequence
    ) AS fresh
)

SELECT numbered.sequence, json_build_object(
    'sequence', numbered.sequence, 'kind', event.kind, 'recorded_at', event.recorded_at,
    'sha256', encode(event.sha256, 'hex'), 'body', event.body::json
)::text
FROM numbered
CROSS JOIN LATERAL (
    SELECT kind, recorded_at, sha256, body FROM ledger.events AS event
    WHERE event.tenant_id = %(tenant)s AND event.event_no = numbered.event_no
    OFFSET 0
) AS event
WHERE numbered.sequence > %(after)s
ORDER BY numbered.sequence
