-- What the members of a group say of each other at the end of each period, in the group's currency, debit positive.
select
    currencies.tenant_id,
    pairs.view_id as group_id,
    pairs.view_book as book,
    pairs.period,
    pairs.pair,
    pairs.statement,
    pairs.currency,
    {{ major_sum('pairs.left_amount', 'currencies.unit') }} as left_amount,
    {{ major_sum('pairs.right_amount', 'currencies.unit') }} as right_amount,
    {{ major_sum('pairs.difference', 'currencies.unit') }} as difference,
    pairs.matched,
    pairs.incomplete
from {{ ref('int_intercompany_balances') }} as pairs
inner join {{ ref('stg_currencies') }} as currencies on pairs.currency = currencies.currency
