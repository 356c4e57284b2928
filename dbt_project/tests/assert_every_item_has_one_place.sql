-- Every item is in one confirmed match, in transit, or an exception: exactly one of them. A row here is an item that would be
-- counted twice in the proof, or not at all.
with places as (
    select left_no as item_no, 'left' as side from {{ ref('int_match_links') }}
    where status = 'confirmed' and left_no is not null
    union all
    select right_no as item_no, 'right' as side from {{ ref('int_match_links') }}
    where status = 'confirmed' and right_no is not null
    union all
    select item_no, side from {{ ref('int_open_outcomes') }}
),

counted as (
    select count(*) as places, count(distinct case side when 'left' then item_no else -item_no - 1 end) as items from places
),

items as (
    select count(*) as items from {{ ref('int_items') }}
)

select counted.places, counted.items as items_placed, items.items
from counted
cross join items
where counted.places <> items.items or counted.items <> items.items
