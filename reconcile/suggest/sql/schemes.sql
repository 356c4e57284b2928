-- The shapes of a side's references, with the digits taken out, where many lines have them: INV-1204 and INV-97 are INV-#.
WITH shaped AS (
    SELECT
        side,
        regexp_replace(reference_key, '[0-9]+', '#', 'g') AS scheme,
        length(regexp_extract(reference_key, '[0-9]+')) AS digits
    FROM items
    WHERE reference_key IS NOT NULL
)

SELECT side, scheme, min(digits) AS fewest, max(digits) AS most, count(*) AS lines
FROM shaped
WHERE length(scheme) - length(replace(scheme, '#', '')) BETWEEN 1 AND 3 AND regexp_matches(scheme, '^[A-Z]')
GROUP BY side, scheme
QUALIFY
    count(*) * 20 >= (SELECT count(*) FROM shaped AS every WHERE every.side = shaped.side)
    AND row_number() OVER (PARTITION BY side ORDER BY count(*) DESC) <= 3
ORDER BY side, lines DESC, scheme
