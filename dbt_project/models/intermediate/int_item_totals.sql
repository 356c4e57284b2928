-- The totals of both sides: what is settled, and what this run works on.
with parts as (
    select reconciliation_no, side, currency, items, amount, gross_amount from {{ ref('int_settled_totals') }}
    union all
    select
        items.reconciliation_no,
        items.side,
        items.currency,
        count(*) as items,
        sum(items.amount) as amount,
        sum(abs(items.amount)) as gross_amount
    from {{ ref('int_unsettled_items') }} as items
    group by items.reconciliation_no, items.side, items.currency
)

select
    reconciliation_no,
    side,
    currency,
    sum(items) as items,
    sum(amount) as amount,
    sum(gross_amount) as gross_amount
from parts
group by reconciliation_no, side, currency
