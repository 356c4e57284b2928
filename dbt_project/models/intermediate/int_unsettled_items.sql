-- Items that are open, or whose matches are not settled yet; parts of split items stand for themselves.
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
union all
select {{ item_columns('items') }}, items.reversed_journal
from {{ ref('int_items') }} as items
inner join parts_of_matches as matched on items.item_no = matched.item_no and items.side = matched.side
