-- One row per pair of columns whose values meet.
SELECT
    lefts.name AS left_column,
    rights.name AS right_column,
    count(*) AS shared_values,
    sum(lefts.lines)::BIGINT AS left_lines,
    sum(rights.lines)::BIGINT AS right_lines,
    count(*) FILTER (lefts.lines = 1 AND rights.lines = 1) AS single_pairs,
    count(*) FILTER (lefts.lines = 1 AND rights.lines = 1 AND abs(lefts.total) = abs(rights.total)) AS equal_pairs,
    count(*) FILTER (abs(lefts.total) = abs(rights.total)) AS equal_sums
FROM column_values AS lefts
INNER JOIN column_values AS rights
    ON lefts.value = rights.value AND lefts.currency = rights.currency
WHERE lefts.side = 'left' AND rights.side = 'right'
GROUP BY lefts.name, rights.name
ORDER BY equal_sums DESC, left_column, right_column
