-- The totals of both sides. Amounts are added up from the lines themselves, and so prove what matching made of them; items are
-- counted as matching sees them, a split line in its parts.
with parts as (
    select reconciliation_no, side, currency, 0 as items, amount, 0 as gross_amount from {{ ref('int_reconciled_lines') }}
    union all
    select reconciliation_no, side, currency, 1 as items, 0 as amount, abs(amount) as gross_amount
    from {{ ref('int_settled_items') }}
    union all
    select reconciliation_no, side, currency, 1 as items, 0 as amount, abs(amount) as gross_amount from {{ ref('int_items') }}
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
