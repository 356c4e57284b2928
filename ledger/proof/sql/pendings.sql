-- Reservations as their events tell them, against those that stand: the head's and each line's values in their order.
WITH told AS (
    SELECT event_no, recorded_xid, recorded_at, told -> 'request' AS request,
        (ledger.row_of(NULL::ledger.pendings, told::text)).expires_at AS expires_at
    FROM (
        SELECT event_no, recorded_xid, recorded_at, ledger.json_of(body) AS told
        FROM ledger.events
        WHERE tenant_id = %(tenant)s AND kind = 'pending_opened'
        OFFSET 0
    ) AS event
),
recorded AS (
    SELECT pending.pending_no, pending.recorded_xid, pending.recorded_at, pending.pending_id, pending.expires_at,
        ledger.canonical_journal(
            pending.pending_id, pending.entity_id, pending.base_currency, pending.effective_date, pending.document_date,
            pending.kind, NULL, pending.adjustment, lines.body
        )::jsonb AS request
    FROM ledger.pendings AS pending
    CROSS JOIN LATERAL (
        SELECT coalesce(string_agg(ledger.canonical_line(
            line.account_code, line.currency, line.amount, line.base_amount, coalesce(line.reference, pending.reference),
            coalesce(line.description, pending.description), coalesce(line.counterparty, pending.counterparty),
            coalesce(line.group_key, pending.group_key), line.rate, line.rate_date, line.rate_source
        ), ', ' ORDER BY line.line_no), '') AS body
        FROM ledger.pending_lines AS line
        WHERE line.tenant_id = pending.tenant_id AND line.pending_no = pending.pending_no
    ) AS lines
    WHERE pending.tenant_id = %(tenant)s
),
pair AS (
    SELECT told.event_no, recorded.pending_no, told.request AS told, recorded.request AS recorded,
        told.expires_at, recorded.expires_at AS recorded_expires_at,
        told.recorded_xid <> recorded.recorded_xid OR told.recorded_at <> recorded.recorded_at AS retimed,
        concat(
            'pending ', coalesce(recorded.pending_id, told.request -> 'journal' ->> 0),
            ' (event ', coalesce(told.event_no, recorded.pending_no), ')'
        ) AS place
    FROM told
    FULL JOIN recorded ON recorded.pending_no = told.event_no
)
SELECT difference.what, pair.place || coalesce(', line ' || difference.line, '') AS place,
    difference.expected, difference.found
FROM pair
CROSS JOIN LATERAL (
    SELECT 'stands in the book and no event tells it' AS what, NULL::bigint AS line, NULL AS expected,
        (pair.recorded -> 'journal')::text AS found
    WHERE pair.event_no IS NULL
    UNION ALL
    SELECT 'is told by its event and missing in the book', NULL, (pair.told -> 'journal')::text, NULL
    WHERE pair.pending_no IS NULL
    UNION ALL
    SELECT 'expiry is not what the event says', NULL, pair.expires_at::text, pair.recorded_expires_at::text
    WHERE pair.event_no IS NOT NULL AND pair.pending_no IS NOT NULL
        AND pair.expires_at IS DISTINCT FROM pair.recorded_expires_at
    UNION ALL
    SELECT 'was recorded at another time than its event', NULL, NULL, NULL
    WHERE pair.event_no IS NOT NULL AND pair.pending_no IS NOT NULL AND pair.retimed
    UNION ALL
    SELECT 'is not what the event says', NULL, (pair.told -> 'journal')::text, (pair.recorded -> 'journal')::text
    WHERE pair.event_no IS NOT NULL AND pair.pending_no IS NOT NULL
        AND pair.told -> 'journal' IS DISTINCT FROM pair.recorded -> 'journal'
    UNION ALL
    SELECT 'line is not what the event says', position, told_line.value::text, recorded_line.value::text
    FROM jsonb_array_elements(
        CASE jsonb_typeof(pair.told -> 'lines') WHEN 'array' THEN pair.told -> 'lines' ELSE '[]' END
    ) WITH ORDINALITY AS told_line (value, position)
    FULL JOIN jsonb_array_elements(pair.recorded -> 'lines') WITH ORDINALITY AS recorded_line (value, position)
        USING (position)
    WHERE pair.event_no IS NOT NULL AND pair.pending_no IS NOT NULL
        AND told_line.value IS DISTINCT FROM recorded_line.value
) AS difference
