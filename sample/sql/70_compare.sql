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
SELECT side, 'ledger' AS source, line_ref, regexp_extract(description, '\[(S-[^\]]+)\]$', 1) AS item_ref
FROM marts.general_ledger CROSS JOIN (VALUES ('left'), ('right')) AS sides(side) WHERE book = 'ledger'
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

-- Everything that was planted or is only late, and everything that the run reported or left in transit, item by item.
CREATE OR REPLACE TEMP TABLE planted AS
SELECT discrepancy_id, type, required = 'true' AS required, reconciliation, side, source, item_ref FROM truth_discrepancy
UNION ALL
SELECT concat_ws('/', reconciliation, side, item_ref), 'in_transit', true, reconciliation, side, source, item_ref FROM truth_in_transit;

-- Wrong matches of two strangers: not of the two items of one case, which do belong together and only disagree.
CREATE OR REPLACE TEMP TABLE stranger AS
WITH sized AS (SELECT *, count(DISTINCT (side, item_ref)) OVER (PARTITION BY discrepancy_id) AS size FROM planted),
of_one_case AS (
    SELECT c.match_id FROM claim AS c JOIN sized AS p USING (reconciliation, side, item_ref)
    WHERE p.size = 2 GROUP BY c.match_id, p.discrepancy_id HAVING count(*) = 2)
SELECT match_id FROM verdict WHERE NOT correct AND match_id NOT IN (FROM of_one_case);

CREATE OR REPLACE TEMP TABLE report AS
WITH said AS (
    SELECT exception_id AS id, type, reconciliation, side, source, line_ref,
           concat_ws(' ', line_ref, reference, description, context) AS text
    FROM marts.exceptions
    UNION ALL
    SELECT 'in transit ' || row_number() OVER (), 'in_transit', reconciliation, side, source, line_ref, NULL
    FROM marts.in_transit_items)
SELECT s.id, s.type, s.reconciliation, s.side, s.source, coalesce(k.item_ref, s.line_ref) AS item_ref, s.text
FROM said AS s
LEFT JOIN known AS k ON k.side = s.side AND k.source = s.source AND k.line_ref = s.line_ref;

-- What was said about each thing planted: an item is known by its name, a row that never became one by the text about it.
CREATE OR REPLACE TEMP TABLE answer AS
SELECT p.discrepancy_id, p.type AS planted, p.required, r.id, r.type AS found
FROM planted AS p JOIN report AS r USING (reconciliation, side, item_ref)
UNION
SELECT p.discrepancy_id, p.type, p.required, r.id, r.type
FROM planted AS p JOIN report AS r USING (source)
WHERE p.side IS NULL AND contains(r.text, p.item_ref);

CREATE OR REPLACE TEMP TABLE score AS
WITH wanted AS (SELECT type, count(DISTINCT discrepancy_id) AS planted FROM planted WHERE required GROUP BY type),
right_answer AS (
    SELECT planted AS type, count(DISTINCT discrepancy_id) FILTER (required) AS found, count(DISTINCT id) AS correct
    FROM answer WHERE planted = found GROUP BY planted),
reported AS (SELECT type, count(*) AS reported FROM report GROUP BY type)
SELECT type, coalesce(planted, 0) AS planted, coalesce(found, 0) AS found, coalesce(reported, 0) AS reported, coalesce(correct, 0) AS correct
FROM wanted FULL JOIN right_answer USING (type) FULL JOIN reported USING (type);

-- One row of `confusion`: how often what was planted as one type was reported as another, or as nothing, or out of nothing.
CREATE OR REPLACE TEMP TABLE confusion AS
SELECT planted, found, count(DISTINCT discrepancy_id) AS times FROM answer WHERE required OR planted = found GROUP BY ALL
UNION ALL
SELECT type, 'nothing', count(DISTINCT discrepancy_id) FROM planted
WHERE required AND discrepancy_id NOT IN (SELECT discrepancy_id FROM answer) GROUP BY ALL
UNION ALL
SELECT 'nothing', type, count(*) FROM report WHERE id NOT IN (SELECT id FROM answer) GROUP BY ALL;
