-- The places of items (in a settled match, in a confirmed match, or open) are as many as the items. A row here means that the
-- proof counts an item twice, or not at all.
with places as (
    select
        (select count(*) from {{ ref('int_settled_items') }})
        + (
            select count(left_no) + count(right_no)
            from {{ ref('int_match_links') }}
            where status = 'confirmed'
        )
        + (select count(*) from {{ ref('int_open_outcomes') }}) as places
)

select places.places, items.items
from places
cross join (select sum(items) as items from {{ ref('int_item_totals') }}) as items
where places.places <> items.items
