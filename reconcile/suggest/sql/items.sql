-- The items of those days. Of a line that several files bring under the source's own id, the latest counts.
CREATE OR REPLACE TEMP TABLE items AS
WITH chosen AS (
    SELECT *
    FROM side_lines
    WHERE date BETWEEN getvariable('first_day') AND getvariable('last_day')
    QUALIFY NOT own_ref OR file_id = max(file_id) OVER (PARTITION BY side, line_ref)
)

SELECT
    side,
    row_number() OVER (ORDER BY side, file_id, line_no) AS item_no,
    line_ref,
    currency,
    amount,
    fee,
    gross,
    date,
    reference_key(reference) AS reference_key,
    reference_key(reference) AS match_key,
    reference_key(group_key) AS group_key,
    reference_key(counterparty) AS counterparty_key,
    upper(description) AS description
FROM chosen;

CREATE OR REPLACE TEMP TABLE taken (side VARCHAR, item_no BIGINT);

CREATE OR REPLACE TEMP VIEW open_items AS
SELECT * FROM items ANTI JOIN taken USING (side, item_no);
