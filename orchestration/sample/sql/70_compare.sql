-- A run's published marts beside the truth. Variable `truth`: the truth's folder.
--
-- The join: a ledger line is known by the tag at the end of its description ([S-...], one per document) through
-- general_ledger (book = 'ledger') and its line_ref; a statement line by source and line_ref. Where a source repeats an id
-- and the reader had to give the repetition another one, its reference says which line it repeats.

CREATE OR REPLACE TEMP TABLE truth_match AS FROM read_csv(getvariable('truth') || '/matches.csv', all_varchar := true);
CREATE OR REPLACE TEMP TABLE truth_in_transit AS FROM read_csv(getvariable('truth') || '/in_transit.csv', all_varchar := true);
CREATE OR REPLACE TEMP TABLE truth_discrepancy AS FROM read_csv(getvariable('truth') || '/discrepancies.csv', all_varchar := true);

CREATE OR REPLACE TEMP TABLE known AS
WITH truth_line AS (
    SELECT right_source AS source, right_ref AS item_ref, reference FROM truth_match
    UNION SELECT source, item_ref, reference FROM truth_in_transit WHERE side = 'right'
    UNION SELECT source, item_ref, reference FROM truth_discrepancy WHERE side = 'right'),
published AS (SELECT DISTINCT source, line_ref, reference FROM marts.statement_lines)
SELECT 'left' AS side, 'ledger' AS source, line_ref, regexp_extract(description, '\[(S-[^\]]+)\]$', 1) AS item_ref
FROM marts.general_ledger WHERE book = 'ledger'
UNION
SELECT 'right', source, line_ref, line_ref FROM published SEMI JOIN truth_line ON truth_line.source = published.source AND item_ref = line_ref
UNION
SELECT 'right', p.source, p.line_ref, min(t.item_ref)
FROM published AS p JOIN truth_line AS t USING (source, reference)
WHERE NOT EXISTS (FROM truth_line AS x WHERE x.source = p.source AND x.item_ref = p.line_ref)
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE claim AS
SELECT DISTINCT m.reconciliation, m.match_id, i.side, coalesce(k.item_ref, i.line_ref) AS item_ref
FROM marts.matches AS m JOIN marts.match_items AS i USING (match_id)
LEFT JOIN known AS k ON k.side = i.side AND k.source = i.source AND k.line_ref = i.line_ref
WHERE m.status = 'confirmed';

-- A confirmed match is right when every left and right item of it belong together and, for a batch, all of it is there.
CREATE OR REPLACE TEMP TABLE verdict AS
WITH case_size AS (SELECT reconciliation, case_id, count(DISTINCT left_ref) AS size FROM truth_match GROUP BY ALL)
SELECT l.reconciliation, l.match_id, any_value(t.case_id) AS case_id,
       bool_and(t.case_id IS NOT NULL) AND count(DISTINCT r.item_ref) = 1 AND count(DISTINCT t.case_id) = 1
       AND count(DISTINCT l.item_ref) = any_value(CASE t.pass WHEN 'group' THEN s.size ELSE 1 END) AS correct
FROM claim AS l JOIN claim AS r ON r.match_id = l.match_id AND r.side = 'right'
LEFT JOIN truth_match AS t
    ON t.reconciliation = l.reconciliation AND t.left_ref = l.item_ref AND t.right_ref = r.item_ref
LEFT JOIN case_size AS s ON s.reconciliation = t.reconciliation AND s.case_id = t.case_id
WHERE l.side = 'left' GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE report AS
SELECT x.exception_id AS id, x.type, x.reconciliation, x.side, x.source, coalesce(k.item_ref, x.line_ref) AS item_ref,
       concat_ws(' ', x.line_ref, x.reference, x.description, x.context) AS text
FROM marts.exceptions AS x
LEFT JOIN known AS k ON k.side = x.side AND k.source = x.source AND k.line_ref = x.line_ref;

CREATE OR REPLACE TEMP TABLE finding AS
SELECT DISTINCT d.discrepancy_id, d.type, d.required, r.id
FROM truth_discrepancy AS d JOIN report AS r USING (type)
WHERE CASE WHEN d.side IS NULL THEN r.source = d.source AND contains(r.text, d.item_ref)
           ELSE r.reconciliation = d.reconciliation AND r.side = d.side AND r.item_ref = d.item_ref END;

CREATE OR REPLACE TEMP TABLE score AS
WITH planted AS (SELECT type, count(DISTINCT discrepancy_id) AS planted FROM truth_discrepancy WHERE required = 'true' GROUP BY type),
found AS (SELECT type, count(DISTINCT discrepancy_id) FILTER (required = 'true') AS found, count(DISTINCT id) AS correct FROM finding GROUP BY type),
reported AS (SELECT type, count(*) AS reported FROM report GROUP BY type)
SELECT type, coalesce(planted, 0) AS planted, coalesce(found, 0) AS found, coalesce(reported, 0) AS reported, coalesce(correct, 0) AS correct
FROM planted FULL JOIN found USING (type) FULL JOIN reported USING (type)
UNION ALL
SELECT 'in_transit', (SELECT count(*) FROM truth_in_transit), count(DISTINCT (t.reconciliation, t.item_ref)), count(*), count(t.item_ref)
FROM marts.in_transit_items AS i
LEFT JOIN known AS k ON k.side = i.side AND k.source = i.source AND k.line_ref = i.line_ref
LEFT JOIN truth_in_transit AS t
    ON t.reconciliation = i.reconciliation AND t.side = i.side AND t.item_ref = coalesce(k.item_ref, i.line_ref);
