-- How much of each side the passes so far take.
SELECT
    count(*) FILTER (side = 'left') AS left_items,
    count(*) FILTER (side = 'right') AS right_items
FROM taken
