-- Pairs that would match by amount and date if they were not several: all of them are proposed, none is confirmed.
with unexplained as (
    select items.*
    from {{ ref('int_open_items') }} as items
    left join {{ ref('int_duplicates') }} as duplicates
        on items.item_no = duplicates.item_no and items.side = duplicates.side
    left join {{ ref('int_shared_keys') }} as shared
        on items.item_no = shared.item_no and items.side = shared.side
    where duplicates.item_no is null and shared.item_no is null
)

select reconciliation_no, left_no, right_no
from (
    {{ amount_date_pairs('unexplained', "(select * from " ~ source('raw', 'passes') ~ " where kind = 'amount_date')") }}
) as pairs
group by reconciliation_no, left_no, right_no
