-- Items that people said are not one match: proposals they rejected, matches they took back.
select
    decisions.decision_no,
    items.item_no,
    items.side,
    count(*) over (partition by decisions.decision_no) as items
from {{ source('raw', 'decisions') }} as decisions
inner join {{ source('raw', 'reconciliations') }} as reconciliations using (reconciliation)
inner join {{ ref('int_items') }} as items
    on
        reconciliations.reconciliation_no = items.reconciliation_no
        and decisions.side = items.side
        and decisions.item_id = {{ item_id('items') }}
where decisions.kind in ('reject', 'unmatch')
