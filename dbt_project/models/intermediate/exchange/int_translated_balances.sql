-- Every account of every member in the view's currency: assets and liabilities at the closing rate, revenue and expense at
-- the average of each period, equity at the rate of each day (IAS 21.39, ASC 830-30-45). Rounded once per account and period.
with held as (
    select
        moved.*,
        {{ translated('moved.closing', 'closing', 'base', 'shown') }} as translated_closing,
        {{ translated('moved.adjustments', 'closing', 'base', 'shown') }} as translated_adjustments,
        {{ translated('moved.revaluation', 'closing', 'base', 'shown') }} as translated_revaluation
    from {{ ref('int_member_movements') }} as moved
    inner join {{ ref('stg_currencies') }} as base on moved.base_currency = base.currency
    inner join {{ ref('stg_currencies') }} as shown on moved.currency = shown.currency
    {{ join_rate('closing', 'closing', 'moved.base_currency', 'moved.currency', 'moved.closing_day', 'moved.closing_day') }}
    where moved.account_type in ('asset', 'liability')
),

equity_moved as (
    select {{ member('days') }}, days.ordinal, days.account_code,
        {{ whole_sum('days.translated_amount') }} as translated_amount
    from {{ ref('int_translated_equity') }} as days
    group by {{ member('days') }}, days.ordinal, days.account_code
),

flows as (
    select {{ member('results') }}, results.ordinal, results.account_code, results.translated_amount
    from {{ ref('int_translated_results') }} as results
    union all
    select {{ member('equity') }}, equity.ordinal, equity.account_code, equity.translated_amount
    from (
        select moved.*, case when days.ordinal is null then 0 else days.translated_amount end as translated_amount
        from {{ ref('int_member_movements') }} as moved
        left join equity_moved as days
            on
                {{ same_member('moved', 'days') }}
                and moved.ordinal = days.ordinal
                and moved.account_code = days.account_code
        where moved.account_type = 'equity'
    ) as equity
),

earned as (
    select
        moved.*,
        flows.translated_amount as translated_before_closing,
        case when closings.ordinal is null then 0 else closings.closing_entries end as translated_closing_entries,
        {{ translated('moved.adjustments', 'average', 'base', 'shown') }} as translated_adjustments,
        {{ translated('moved.revaluation', 'average', 'base', 'shown') }} as translated_revaluation
    from {{ ref('int_member_movements') }} as moved
    inner join flows
        on
            {{ same_member('moved', 'flows') }}
            and moved.ordinal = flows.ordinal
            and moved.account_code = flows.account_code
    left join {{ ref('int_translated_closings') }} as closings
        on
            {{ same_member('moved', 'closings') }}
            and moved.ordinal = closings.ordinal
            and moved.account_code = closings.account_code
    inner join {{ ref('stg_currencies') }} as base on moved.base_currency = base.currency
    inner join {{ ref('stg_currencies') }} as shown on moved.currency = shown.currency
    {{ join_rate('average', 'average', 'moved.base_currency', 'moved.currency', 'moved.average_starts', 'moved.ends') }}
),

balances as (
    select
        {{ member('held') }}, held.currency, held.tolerance, held.period, held.ordinal, held.fiscal_year, held.ends,
        held.account_code, held.account_name, held.account_type, held.closing as functional_closing,
        held.translated_closing - lag(held.translated_closing, 1, cast(0 as bigint)) over account as moved_before_closing,
        held.translated_adjustments as adjustments,
        held.translated_revaluation as revaluation,
        cast(0 as bigint) as closing_entries,
        held.translated_closing as closing,
        held.lines_without_base,
        held.lines_without_base_to_date
    from held
    window account as (partition by {{ member('held') }}, held.account_code order by held.ordinal)
    union all
    select
        {{ member('earned') }}, earned.currency, earned.tolerance, earned.period, earned.ordinal, earned.fiscal_year, earned.ends,
        earned.account_code, earned.account_name, earned.account_type, earned.closing as functional_closing,
        earned.translated_before_closing as moved_before_closing,
        earned.translated_adjustments as adjustments,
        earned.translated_revaluation as revaluation,
        earned.translated_closing_entries as closing_entries,
        {{ whole_sum('(earned.translated_before_closing + earned.translated_closing_entries)', 'over account_to_date') }}
            as closing,
        earned.lines_without_base,
        earned.lines_without_base_to_date
    from earned
    window account_to_date as (
        partition by {{ member('earned') }}, earned.account_code
        order by earned.ordinal
        rows between unbounded preceding and current row
    )
)

select balances.*, balances.moved_before_closing + balances.closing_entries as moved
from balances
