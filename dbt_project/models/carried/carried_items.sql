{{ config(alias='items') }}
-- What the next run works on again: open items, and items of matches that are not settled yet. A split item is carried
-- whole.
with parts_of_matches as (
    select left_no as item_no, 'left' as side from {{ ref('int_pair_matches') }}
    where status = 'confirmed' and not is_settled
    union all
    select right_no as item_no, 'right' as side from {{ ref('int_pair_matches') }}
    where status = 'confirmed' and not is_settled
    union all
    select item_no, side from {{ ref('int_set_items') }}
    where status = 'confirmed' and not is_settled
)

select {{ item_columns('items') }}, items.reversed_journal
from {{ ref('int_open_items') }} as items
where items.item_no > 0
union all
select {{ item_columns('items') }}, items.reversed_journal
from {{ ref('int_items') }} as items
inner join parts_of_matches as matched on items.item_no = matched.item_no and items.side = matched.side
where items.item_no > 0
union all
select {{ item_columns('split') }}, split.reversed_journal
from {{ ref('int_split_items') }} as split
