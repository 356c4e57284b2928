-- Each seal follows the one before: number, hash, sequence and place.
SELECT 'seal does not follow the one before it' AS what, concat('seal ', seal_no) AS place,
    CASE
        WHEN seal_no <> previous_no + 1 THEN concat('seal ', previous_no + 1)
        WHEN previous_hash <> last_hash THEN concat('previous hash ', encode(last_hash, 'hex'))
        WHEN first_sequence <> sequence_before + 1 THEN concat('first sequence ', sequence_before + 1)
        ELSE 'a place after the seal before'
    END AS expected,
    CASE
        WHEN seal_no <> previous_no + 1 THEN concat('seal ', seal_no)
        WHEN previous_hash <> last_hash THEN concat('previous hash ', encode(previous_hash, 'hex'))
        WHEN first_sequence <> sequence_before + 1 THEN concat('first sequence ', first_sequence)
        ELSE concat('event ', last_event_no)
    END AS found
FROM (
    SELECT seal_no, previous_hash, first_sequence, last_event_no, last_xid,
        lag(seal_no, 1, 0::bigint) OVER chain AS previous_no,
        lag(hash, 1, decode(repeat('00', 32), 'hex')) OVER chain AS last_hash,
        lag(last_sequence, 1, 0::bigint) OVER chain AS sequence_before,
        lag(last_xid, 1, '0'::xid8) OVER chain AS xid_before,
        lag(last_event_no, 1, 0::bigint) OVER chain AS event_before
    FROM ledger.seals
    WHERE tenant_id = %(tenant)s
    WINDOW chain AS (ORDER BY seal_no)
) AS link
WHERE seal_no <> previous_no + 1 OR previous_hash <> last_hash OR first_sequence <> sequence_before + 1
    OR (last_xid, last_event_no) <= (xid_before, event_before)
ORDER BY seal_no
