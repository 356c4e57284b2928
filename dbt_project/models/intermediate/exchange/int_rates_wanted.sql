-- Every rate that a figure needs: of a period's end, of a period on average, and of the day that equity moved on. Somebody is
-- asked for one that is missing, unless only another system's past revaluation would need it.
with wanted as (
    select
        'closing' as purpose, currency as from_currency, base_currency as to_currency, closing_day as starts,
        closing_day as day, case when is_asked then 1 else 0 end as asked
    from {{ ref('int_revaluation_balances') }}
    where balance <> 0
    union all
    select
        'closing' as purpose, base_currency as from_currency, currency as to_currency, closing_day as starts,
        closing_day as day, 1 as asked
    from {{ ref('int_member_movements') }}
    where closing <> 0 or moved <> 0
    union all
    select
        'average' as purpose, base_currency as from_currency, currency as to_currency, average_starts as starts,
        ends as day, 1 as asked
    from {{ ref('int_member_movements') }}
    where
        account_type <> 'equity' and moved_before_closing <> 0
        or account_type not in ('asset', 'liability') and (closing_entries <> 0 or adjustments <> 0)
    union all
    select
        'historical' as purpose, members.base_currency as from_currency, members.currency as to_currency,
        days.effective_date as starts, days.effective_date as day, 1 as asked
    from {{ ref('int_equity_days') }} as days
    inner join {{ ref('int_member_periods') }} as members
        on days.entity_id = members.entity_id and days.book = members.book and days.period = members.period
)

select purpose, from_currency, to_currency, starts, day, max(asked) = 1 as is_asked
from wanted
group by purpose, from_currency, to_currency, starts, day
