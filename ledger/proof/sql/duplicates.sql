-- What unique keys forbid, counted: a key may have been dropped.
SELECT 'stands more than once' AS what, concat('journal ', journal_id) AS place, '1' AS expected, count(*)::text AS found
FROM ledger.journals
WHERE tenant_id = %(tenant)s
GROUP BY journal_id
HAVING count(*) > 1
UNION ALL
SELECT 'number stands more than once', concat('journal ', min(journal_id)), '1', count(*)::text
FROM ledger.journals
WHERE tenant_id = %(tenant)s
GROUP BY journal_no
HAVING count(*) > 1
UNION ALL
SELECT 'is reversed more than once', concat('journal number ', reverses, ', by journal ', min(journal_id)), '1', count(*)::text
FROM ledger.journals
WHERE tenant_id = %(tenant)s AND reverses IS NOT NULL
GROUP BY reverses
HAVING count(*) > 1
UNION ALL
SELECT 'stands more than once', concat('event ', event_no), '1', count(*)::text
FROM ledger.events
WHERE tenant_id = %(tenant)s
GROUP BY event_no
HAVING count(*) > 1
