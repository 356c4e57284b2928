-- The next seal, if there is anything new: the first events after the last sealed place whose every forerunner has ended.
INSERT INTO ledger.seals (
    tenant_id, seal_no, form, first_sequence, last_sequence, last_xid, last_event_no, sealed_at, previous_hash, hash, marks
)
SELECT %(tenant)s, head.seal_no + 1, 1, head.last_sequence + 1, next.last_sequence, next.last_xid, next.last_event_no,
    transaction_timestamp(), head.hash,
    ledger.seal_hash(
        1::smallint, %(tenant)s, head.seal_no + 1, head.hash, head.last_sequence + 1, next.last_sequence, next.last_xid,
        next.last_event_no, transaction_timestamp(), next.leaves
    ),
    next.marks
FROM (
    SELECT %(seal_no)s::bigint AS seal_no, decode(%(hash)s, 'hex') AS hash, %(last_sequence)s::bigint AS last_sequence
) AS head
CROSS JOIN LATERAL (
    SELECT head.last_sequence + count(*) AS last_sequence,
        (array_agg(leaf.recorded_xid ORDER BY leaf.recorded_xid DESC, leaf.event_no DESC))[1] AS last_xid,
        (array_agg(leaf.event_no ORDER BY leaf.recorded_xid DESC, leaf.event_no DESC))[1] AS last_event_no,
        string_agg(leaf.leaf, '' ORDER BY leaf.recorded_xid, leaf.event_no) AS leaves,
        string_agg(substr(leaf.leaf, 1, 4), '' ORDER BY leaf.recorded_xid, leaf.event_no) AS marks
    FROM (
        (
            SELECT journal.recorded_xid, journal.journal_no AS event_no
            FROM ledger.journals AS journal
            WHERE journal.tenant_id = %(tenant)s AND journal.recorded_xid >= %(last_xid)s::xid8
                AND (journal.recorded_xid, journal.journal_no) > (%(last_xid)s::xid8, %(last_event_no)s::bigint)
                AND journal.recorded_xid < pg_snapshot_xmin(pg_current_snapshot())
                AND EXISTS (
                    SELECT FROM ledger.events AS event
                    WHERE event.tenant_id = %(tenant)s AND event.event_no = journal.journal_no
                    OFFSET 0
                )
            ORDER BY journal.recorded_xid, journal.journal_no
            LIMIT %(most)s
        )
        UNION ALL
        (
            SELECT recorded_xid, event_no
            FROM ledger.events
            WHERE tenant_id = %(tenant)s AND kind <> 'journal_posted'
                AND (recorded_xid, event_no) > (%(last_xid)s::xid8, %(last_event_no)s::bigint)
                AND recorded_xid < pg_snapshot_xmin(pg_current_snapshot())
            ORDER BY recorded_xid, event_no
            LIMIT %(most)s
        )
        ORDER BY recorded_xid, event_no
        LIMIT %(most)s
    ) AS fresh
    CROSS JOIN LATERAL (
        SELECT leaf.* FROM ledger.event_leaves AS leaf
        WHERE leaf.tenant_id = %(tenant)s AND leaf.event_no = fresh.event_no
        OFFSET 0
    ) AS leaf
    HAVING count(*) > 0
) AS next
RETURNING seal_no, last_sequence
