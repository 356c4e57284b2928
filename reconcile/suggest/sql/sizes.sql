-- How much there is to match.
SELECT
    count(*) FILTER (side = 'left') AS left_items,
    count(*) FILTER (side = 'right') AS right_items
FROM items
