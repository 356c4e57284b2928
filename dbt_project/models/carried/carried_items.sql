{{ config(alias='items') }}
-- What the next run works on again. A split item is carried whole.
select {{ item_columns('items') }}, items.reversed_journal
from {{ ref('int_unsettled_items') }} as items
where items.item_no > 0
union all
select {{ item_columns('split') }}, split.reversed_journal
from {{ ref('int_split_items') }} as split
