-- How many of the pairs agree as they are, and how many when one side's sign is turned.
SELECT
    found_by,
    count(*) AS pairs,
    count(*) FILTER (left_amount = right_amount) AS equal,
    count(*) FILTER (left_amount = -right_amount AND left_amount <> 0) AS opposite,
    count(*) FILTER (sign(left_amount) = -sign(right_amount)) AS opposite_signs
FROM anchors
GROUP BY found_by
