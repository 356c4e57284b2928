{{ config(materialized='view') }}
-- The items of settled matches that stand: no pass looks at them again.
select
    items.match_id,
    items.run_id,
    reconciliations.reconciliation_no,
    items.side,
    {{ item_no('reconciliations.reconciliation_no', 'items.file_id', 'items.line_no') }} as item_no,
    items.source,
    items.file_id,
    items.line_no,
    items.line_ref,
    items.occurrence,
    items.currency,
    items.amount,
    items.date,
    items.reference_key,
    items.pass,
    items.is_first
from {{ source('raw', 'settled_match_items') }} as items
inner join {{ source('raw', 'reconciliations') }} as reconciliations using (reconciliation)
left join {{ ref('state_revoked_matches') }} as revoked
    on items.match_id = revoked.match_id and items.run_id = revoked.run_id
where revoked.match_id is null
