-- One row per column of a side that has any values.
SELECT
    column_values.side,
    column_values.name,
    sum(column_values.lines)::BIGINT AS lines,
    count(*) AS distinct_values,
    count(*) FILTER (column_values.lines = 1) AS single_values
FROM column_values
GROUP BY column_values.side, column_values.name
ORDER BY side, name
