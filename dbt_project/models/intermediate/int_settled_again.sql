-- Settled matches whose items a build from nothing found again, every one of them unchanged: they stand, unless a person took
-- them apart.
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

select
    found.match_id,
    found.run_id,
    found.reconciliation_no,
    found.side,
    found.item_no,
    found.currency,
    found.amount,
    found.is_first
from found
left join {{ ref('stg_revoked_matches') }} as revoked
    on found.match_id = revoked.match_id and found.run_id = revoked.run_id
where found.found_items = found.items and revoked.match_id is null
