-- The days that are looked at: those that both sides have, the latest first, until a side has enough lines.
WITH totals AS (
    SELECT side, min(date) AS first_day, max(date) AS last_day, sum(lines)::BIGINT AS lines FROM days GROUP BY side
),

overlap AS (
    SELECT max(first_day) AS first_day, min(last_day) AS last_day, count(*) AS sides FROM totals
),

counted AS (
    SELECT days.side, days.date, sum(days.lines) OVER (PARTITION BY days.side ORDER BY days.date DESC) AS since
    FROM days, overlap
    WHERE days.date BETWEEN overlap.first_day AND overlap.last_day
),

reached AS (
    SELECT side, coalesce(min(date) FILTER (since <= $most), max(date)) AS first_day FROM counted GROUP BY side
)

SELECT
    (SELECT coalesce(sum(lines) FILTER (side = 'left'), 0)::BIGINT FROM totals) AS left_lines,
    (SELECT coalesce(sum(lines) FILTER (side = 'right'), 0)::BIGINT FROM totals) AS right_lines,
    (SELECT max(first_day) FROM reached) AS first_day,
    overlap.last_day
FROM overlap
