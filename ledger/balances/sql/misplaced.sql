-- Folds that do not say what they hold: a gap or an overlap before them, parts that are missing or not theirs, a wrong count or time.
WITH chapter AS (
    SELECT fold.level, fold.fold_no, count(*) AS lines, min(journal.recorded_at) AS first_recorded_at,
        max(journal.recorded_at) AS last_recorded_at, fold.after_xid, fold.through_xid
    FROM ledger.folds AS fold
    JOIN ledger.journals AS journal
        ON journal.tenant_id = fold.tenant_id
        AND journal.recorded_xid > fold.after_xid AND journal.recorded_xid <= fold.through_xid
    JOIN ledger.lines AS line
        ON line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
    WHERE fold.tenant_id = %(tenant)s AND fold.level = 0
    GROUP BY fold.level, fold.fold_no, fold.after_xid, fold.through_xid
),

volume AS (
    SELECT fold.level, fold.fold_no, sum(part.lines) AS lines, min(part.first_recorded_at) AS first_recorded_at,
        max(part.last_recorded_at) AS last_recorded_at, (array_agg(part.after_xid ORDER BY part.fold_no))[1] AS after_xid,
        (array_agg(part.through_xid ORDER BY part.fold_no DESC))[1] AS through_xid
    FROM ledger.folds AS fold
    JOIN ledger.folds AS part
        ON part.tenant_id = fold.tenant_id AND part.level = fold.level - 1
        AND part.fold_no BETWEEN fold.first_part AND fold.last_part
    WHERE fold.tenant_id = %(tenant)s AND fold.level > 0
    GROUP BY fold.level, fold.fold_no
),

placed AS (
    SELECT *, lag(through_xid, 1, '0'::xid8) OVER in_order AS previous_xid, lag(last_part, 1, -1) OVER in_order AS previous_part,
        row_number() OVER in_order - 1 AS place
    FROM ledger.folds
    WHERE tenant_id = %(tenant)s
    WINDOW in_order AS (PARTITION BY level ORDER BY fold_no)
)

SELECT placed.level, placed.fold_no
FROM placed
LEFT JOIN (SELECT * FROM chapter UNION ALL SELECT * FROM volume) AS held USING (level, fold_no)
WHERE placed.fold_no <> placed.place OR placed.after_xid <> placed.previous_xid
    OR placed.first_part <> placed.previous_part + 1
    OR (placed.lines, placed.first_recorded_at, placed.last_recorded_at, placed.after_xid, placed.through_xid)
    IS DISTINCT FROM (held.lines, held.first_recorded_at, held.last_recorded_at, held.after_xid, held.through_xid)
ORDER BY placed.level, placed.fold_no
LIMIT %(limit)s
