-- What is in confirmed matches, added up by side: settled ones, and those that may still change. A match counts on one side.
with matched as (
    select reconciliation_no, side, currency, amount, is_first from {{ ref('int_settled_items') }}
    union all
    select reconciliation_no, 'left' as side, currency, left_amount as amount, true as is_first
    from {{ ref('int_pair_matches') }}
    where status = 'confirmed'
    union all
    select reconciliation_no, 'right' as side, right_currency as currency, right_amount as amount, false as is_first
    from {{ ref('int_pair_matches') }}
    where status = 'confirmed'
    union all
    select reconciliation_no, side, currency, amount, is_first
    from {{ ref('int_set_items') }}
    where status = 'confirmed'
)

select
    reconciliation_no,
    side,
    currency,
    count(*) as items,
    sum(case when is_first then 1 else 0 end) as matches,
    sum(amount) as amount
from matched
group by reconciliation_no, side, currency
