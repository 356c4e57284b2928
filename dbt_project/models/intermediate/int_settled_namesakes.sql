-- Items of settled matches that carry the reference of an open item.
select
    items.reconciliation_no,
    items.side,
    items.item_no,
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
from {{ ref('int_settled_items') }} as items
where items.reference_key in (select open_items.reference_key from {{ ref('int_open_items') }} as open_items)
