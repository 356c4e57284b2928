-- Pass `net`: pairs by reference whose difference is the fee, by the line itself or by a schedule of prices.
INSERT INTO taken
WITH explained AS (
    SELECT anchors.left_no, anchors.right_no
    FROM anchors
    INNER JOIN fee_points AS points ON anchors.left_no = points.left_no
    WHERE points.explained AND anchors.found_by = 'reference' AND points.found_by = $found_by AND anchors.currency = $currency
)

SELECT 'left', left_no FROM explained SEMI JOIN open_items ON open_items.item_no = left_no
UNION ALL
SELECT 'right', right_no FROM explained SEMI JOIN open_items ON open_items.item_no = right_no
