-- Each seal over what stands in the book now. One sort puts events and seals into the order of the log: an event belongs to the
-- first seal whose place is not before its own.
WITH chain AS (
    SELECT *, row_number() OVER (ORDER BY last_xid, last_event_no) AS place
    FROM ledger.seals
    WHERE tenant_id = %(tenant)s
),
sealed AS (
    SELECT recorded_xid, event_no, leaf
    FROM ledger.event_leaves
    WHERE tenant_id = %(tenant)s AND (recorded_xid, event_no) <= (
        SELECT last_xid, last_event_no FROM chain ORDER BY place DESC LIMIT 1
    )
),
placed AS (
    SELECT event_no, recorded_xid, leaf, 1 + count(*) FILTER (WHERE leaf IS NULL) OVER (
        ORDER BY recorded_xid, event_no, leaf IS NULL ROWS UNBOUNDED PRECEDING
    ) AS place
    FROM (
        SELECT recorded_xid, event_no, leaf FROM sealed
        UNION ALL
        SELECT last_xid, last_event_no, NULL FROM chain
    ) AS events_and_seals
),
standing AS (
    SELECT place, count(*) AS events, array_agg(event_no ORDER BY recorded_xid, event_no) AS event_nos,
        string_agg(leaf, '' ORDER BY recorded_xid, event_no) AS leaves,
        string_agg(substr(leaf, 1, 4), '' ORDER BY recorded_xid, event_no) AS marks
    FROM placed
    WHERE leaf IS NOT NULL
    GROUP BY place
),
broken AS (
    SELECT chain.*, again.hash AS standing_hash, coalesce(standing.events, 0) AS events,
        length(chain.marks) / 4 AS sealed_events, standing.event_nos, standing.marks AS standing_marks
    FROM chain
    LEFT JOIN standing USING (place)
    CROSS JOIN LATERAL (
        SELECT ledger.seal_hash(
            chain.form, chain.tenant_id, chain.seal_no, chain.previous_hash, chain.first_sequence, chain.last_sequence,
            chain.last_xid, chain.last_event_no, chain.sealed_at, coalesce(standing.leaves, '')
        ) AS hash
    ) AS again
    WHERE again.hash <> chain.hash OR standing.marks IS DISTINCT FROM chain.marks
),
changed AS (
    SELECT broken.seal_no, broken.events = broken.sealed_events AS as_many, event.event_no
    FROM broken
    CROSS JOIN LATERAL (
        SELECT event_no, position
        FROM unnest(broken.event_nos) WITH ORDINALITY AS standing_event (event_no, position)
        WHERE substr(broken.marks, position::integer * 4 - 3, 4) <> substr(broken.standing_marks, position::integer * 4 - 3, 4)
        ORDER BY position
        LIMIT CASE WHEN broken.events = broken.sealed_events THEN broken.events ELSE 1 END
    ) AS event
)
SELECT CASE WHEN changed.as_many THEN 'is not what was sealed' ELSE 'stands where the seal had another event' END AS what,
    concat('journal ' || journal.journal_id || ' ', '(event ', changed.event_no, '), seal ', changed.seal_no) AS place,
    NULL AS expected, NULL AS found
FROM changed
LEFT JOIN ledger.journals AS journal ON journal.tenant_id = %(tenant)s AND journal.journal_no = changed.event_no
UNION ALL
SELECT CASE
        WHEN events = sealed_events AND marks = standing_marks THEN 'the seal itself was altered'
        ELSE 'what was sealed has changed since'
    END,
    concat('seal ', seal_no, ' (events ', first_sequence, ' to ', last_sequence, ' of the log)'),
    concat(sealed_events, ' events, ', encode(hash, 'hex')), concat(events, ' events, ', encode(standing_hash, 'hex'))
FROM broken
