-- An event's text and the fingerprint that was taken of it; and no event of a kind that the ledger does not know.
SELECT 'the event''s text is not the one that its fingerprint was taken of' AS what,
    concat('event ', event.event_no, ' (', event.kind, ')', ', journal ' || journal.journal_id) AS place,
    encode(event.sha256, 'hex') AS expected, encode(ledger.fingerprint(event.body), 'hex') AS found
FROM ledger.events AS event
LEFT JOIN ledger.journals AS journal ON journal.tenant_id = event.tenant_id AND journal.journal_no = event.event_no
WHERE event.tenant_id = %(tenant)s AND event.sha256 IS DISTINCT FROM ledger.fingerprint(event.body)
UNION ALL
SELECT 'the ledger writes no event of this kind', concat('event ', event_no), NULL, kind
FROM ledger.events
WHERE tenant_id = %(tenant)s AND kind NOT IN ('journal_posted', 'pending_opened')
    AND kind NOT IN (SELECT known.kind FROM ledger.row_event_kinds AS known)
