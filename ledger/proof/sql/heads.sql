-- Heads of the chain that were kept elsewhere: each must still be a seal of it.
SELECT CASE WHEN seal.seal_no IS NULL THEN 'a seal that was exported is gone: the end of the chain was cut off'
        ELSE 'a seal is not the one that was exported: the chain was rewritten' END AS what,
    concat('seal ', kept.seal_no, CASE
        WHEN kept.last_good IS NULL THEN ', at or before it'
        ELSE concat(', after seal ', kept.last_good)
    END) AS place,
    kept.hash AS expected, encode(seal.hash, 'hex') AS found
FROM (
    SELECT exported.seal_no, exported.hash, max(standing.seal_no) OVER (ORDER BY exported.seal_no) AS last_good
    FROM unnest(%(seal_nos)s::bigint[], %(kept_hashes)s::text[]) AS exported (seal_no, hash)
    LEFT JOIN ledger.seals AS standing
        ON standing.tenant_id = %(tenant)s AND standing.seal_no = exported.seal_no
        AND encode(standing.hash, 'hex') = exported.hash
) AS kept
LEFT JOIN ledger.seals AS seal ON seal.tenant_id = %(tenant)s AND seal.seal_no = kept.seal_no
WHERE encode(seal.hash, 'hex') IS DISTINCT FROM kept.hash
ORDER BY kept.seal_no
