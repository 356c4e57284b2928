-- The letters that references of a side begin with before their number, where many do.
WITH begun AS (
    SELECT side, regexp_extract(reference_key, '^([A-Z]+[-_/:#.]*)[0-9]', 1) AS prefix
    FROM items
    WHERE reference_key IS NOT NULL
)

SELECT side, prefix, count(*) AS lines
FROM begun
WHERE prefix <> ''
GROUP BY side, prefix
QUALIFY count(*) * 50 >= sum(count(*)) OVER (PARTITION BY side) AND row_number() OVER (PARTITION BY side ORDER BY count(*) DESC) <= 5
ORDER BY side, lines DESC, prefix
