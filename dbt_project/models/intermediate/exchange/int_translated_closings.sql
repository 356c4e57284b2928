-- Closing entries in the view's currency: they take out of each revenue and expense account what it was translated at when it
-- was earned, so that retained earnings add up the translated results. What they take beside (or leave) is translated at the
-- average of the last period that they close.
with balances as (
    select
        {{ member('results') }},
        results.period,
        results.ordinal,
        results.account_code,
        case
            when closed.closed_through is null then 0
            else -coalesce(emptied.translated_earned, case when emptied.ordinal is null then 0 end)
        end
        + {{ translated('(results.closed + coalesce(emptied.earned, 0))', 'average', 'base', 'shown') }} as closed
    from {{ ref('int_translated_results') }} as results
    left join {{ ref('int_results_closed') }} as closed
        on {{ same_member('results', 'closed') }} and results.ordinal = closed.ordinal
    left join {{ ref('int_translated_results') }} as emptied
        on
            {{ same_member('results', 'emptied') }}
            and results.account_code = emptied.account_code
            and closed.closed_through = emptied.ordinal
    inner join {{ ref('int_member_periods') }} as periods
        on {{ same_member('results', 'periods') }} and coalesce(closed.closed_through, results.ordinal) = periods.ordinal
    inner join {{ ref('stg_currencies') }} as base on periods.base_currency = base.currency
    inner join {{ ref('stg_currencies') }} as shown on periods.currency = shown.currency
    {{ join_rate('average', 'average', 'periods.base_currency', 'periods.currency', 'periods.average_starts', 'periods.ends') }}
),

moved as (
    select
        *,
        closed - lag(closed, 1, cast(0 as bigint)) over (
            partition by {{ member('balances') }}, balances.account_code order by balances.ordinal
        ) as closing_entries
    from balances
),

totals as (
    select {{ member('moved') }}, moved.ordinal, {{ whole_sum('moved.closing_entries') }} as closing_entries
    from moved
    group by {{ member('moved') }}, moved.ordinal
),

into_equity as (
    select
        {{ member('equity') }},
        equity.period,
        equity.ordinal,
        equity.account_code,
        {{ translated('equity.closing_entries', 'average', 'base', 'shown') }} as closing_entries,
        row_number() over (
            partition by {{ member('equity') }}, equity.ordinal order by abs(equity.closing_entries) desc, equity.account_code
        ) as place
    from {{ ref('int_member_movements') }} as equity
    inner join {{ ref('stg_currencies') }} as base on equity.base_currency = base.currency
    inner join {{ ref('stg_currencies') }} as shown on equity.currency = shown.currency
    {{ join_rate('average', 'average', 'equity.base_currency', 'equity.currency', 'equity.average_starts', 'equity.ends') }}
    where equity.account_type = 'equity' and equity.closing_entries <> 0
),

beside_the_first as (
    select {{ member('into_equity') }}, into_equity.ordinal, sum(into_equity.closing_entries) as closing_entries
    from into_equity
    where into_equity.place > 1
    group by {{ member('into_equity') }}, into_equity.ordinal
)

select {{ member('moved') }}, moved.period, moved.ordinal, moved.account_code, moved.closing_entries
from moved
union all
select
    {{ member('into_equity') }},
    into_equity.period,
    into_equity.ordinal,
    into_equity.account_code,
    case
        when into_equity.place > 1 then into_equity.closing_entries
        else cast(-totals.closing_entries - coalesce(beside_the_first.closing_entries, 0) as bigint)
    end as closing_entries
from into_equity
left join totals on {{ same_member('into_equity', 'totals') }} and into_equity.ordinal = totals.ordinal
left join beside_the_first
    on {{ same_member('into_equity', 'beside_the_first') }} and into_equity.ordinal = beside_the_first.ordinal
