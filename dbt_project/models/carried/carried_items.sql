{{ config(alias='items') }}
-- What the next run works on again: open items, and items of matches that are not settled yet.
select {{ item_columns('items') }}, items.reversed_journal
from {{ ref('int_items') }} as items
left join {{ ref('int_settled_nos') }} as settled
    on items.item_no = settled.item_no and items.side = settled.side
where items.item_no > 0 and settled.item_no is null
union all
select {{ item_columns('split') }}, split.reversed_journal
from {{ ref('int_split_items') }} as split
