-- Unmatched items still within their normal lag: expected, not exceptions.
select
    currencies.tenant_id,
    items.reconciliation,
    items.side,
    items.item_id,
    items.source,
    items.line_ref,
    items.currency,
    {{ major('items.amount', 'currencies.unit') }} as amount,
    items.date,
    words.reference,
    words.description,
    items.date + items.expected_lag_days as expected_by
from {{ ref('int_open_outcomes') }} as items
inner join {{ ref('int_item_words') }} as words on items.file_id = words.file_id and items.line_no = words.line_no
inner join {{ ref('stg_currencies') }} as currencies on items.currency = currencies.currency
where items.outcome = 'in_transit'
