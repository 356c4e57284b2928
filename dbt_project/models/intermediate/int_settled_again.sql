-- Settled matches whose items a build from nothing found again, every one of them unchanged: they stand.
with found as (
    select
        settled.match_id,
        settled.run_id,
        items.reconciliation_no,
        items.side,
        items.item_no,
        items.currency,
        items.amount,
        settled.is_first,
        count(*) over (partition by settled.match_id, settled.run_id) as found_items,
        settled.items
    from {{ source('raw', 'unplaced_match_items') }} as settled
    inner join {{ source('raw', 'reconciliations') }} as reconciliations using (reconciliation)
    inner join {{ ref('int_new_items') }} as items
        on
            reconciliations.reconciliation_no = items.reconciliation_no
            and settled.side = items.side
            and settled.source = items.source
            and settled.line_ref = items.line_ref
            and settled.occurrence = items.occurrence
            and settled.currency = items.currency
            and settled.amount = items.amount
            and settled.date = items.date
)

select match_id, run_id, reconciliation_no, side, item_no, currency, amount, is_first
from found
where found_items = items
