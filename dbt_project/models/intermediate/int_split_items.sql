-- Items that somebody split, as they were.
select items.*, decisions.decision_no
from (
    select {{ item_columns('new_items') }}, new_items.reversed_journal from {{ ref('int_new_items') }} as new_items
    union all
    select {{ item_columns('carried') }}, carried.reversed_journal from {{ source('carried', 'items') }} as carried
) as items
inner join {{ source('raw', 'reconciliations') }} as reconciliations using (reconciliation_no)
inner join (
    select distinct decision_no, reconciliation, side, item_id from {{ source('raw', 'decisions') }}
    where kind = 'split'
) as decisions
    on
        reconciliations.reconciliation = decisions.reconciliation
        and items.side = decisions.side
        and {{ item_id('items') }} = decisions.item_id
