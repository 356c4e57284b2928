-- Settled items of earlier runs that carry the reference of an open item.
select
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
    cast(null as bigint) as fee,
    cast(null as bigint) as gross,
    items.date,
    items.reference_key,
    items.pass
from {{ source('raw', 'settled_match_items') }} as items
inner join {{ source('raw', 'reconciliations') }} as reconciliations using (reconciliation)
left join {{ ref('stg_revoked_matches') }} as revoked using (match_id, run_id)
where
    revoked.match_id is null
    and items.reference_key in (select open_items.reference_key from {{ ref('int_open_items') }} as open_items)
