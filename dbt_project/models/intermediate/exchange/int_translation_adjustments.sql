-- The translation adjustment of each member and period, derived from what moved (IAS 21.41): net assets at the beginning
-- were translated at another rate than now, and so were the period's result and what else moved equity. Amounts in favour
-- of the owners are positive. Figures are rounded one by one, their sums by themselves: `rounding` is what lies between.
with net_assets as (
    select
        {{ member('moved') }}, moved.ordinal, moved.period, moved.currency, moved.base_currency, moved.closing_day,
        moved.average_starts, moved.ends, moved.lines_without_base_to_date,
        moved.closing, moved.result, moved.figures
    from (
        select
            {{ member('moved') }}, moved.ordinal, moved.period, moved.currency, moved.base_currency, moved.closing_day,
            moved.average_starts, moved.ends,
            sum(moved.lines_without_base_to_date) as lines_without_base_to_date,
            sum(case when moved.account_type in ('asset', 'liability') then moved.closing else 0 end) as closing,
            -sum(case when moved.account_type in ('revenue', 'expense') then moved.moved_before_closing else 0 end) as result,
            count(*) as figures
        from {{ ref('int_member_movements') }} as moved
        group by
            {{ member('moved') }}, moved.ordinal, moved.period, moved.currency, moved.base_currency, moved.closing_day,
            moved.average_starts, moved.ends
    ) as moved
),

accounts_in_parts as (
    select
        {{ member('balances') }},
        balances.ordinal,
        case when balances.account_type in ('asset', 'liability') then balances.closing else 0 end as net_assets,
        case when balances.account_type in ('revenue', 'expense') then balances.moved_before_closing else 0 end as result,
        balances.closing_entries
    from {{ ref('int_translated_balances') }} as balances
),

accounts_sums as (
    select
        {{ member('balances') }},
        balances.ordinal,
        {{ whole_sum('balances.net_assets') }} as net_assets,
        -{{ whole_sum('balances.result') }} as result,
        {{ whole_sum('balances.closing_entries') }} as closing_entries
    from accounts_in_parts as balances
    group by {{ member('balances') }}, balances.ordinal
),

opened as (
    select
        net_assets.*,
        lag(net_assets.closing, 1, cast(0 as bigint)) over book as opening,
        lag(net_assets.closing_day) over book as opening_day,
        lag(net_assets.figures, 1, cast(0 as bigint)) over book as opening_figures
    from net_assets
    window book as (partition by {{ member('net_assets') }} order by net_assets.ordinal)
),

valued as (
    select
        opened.*,
        {{ translated('opened.opening', 'last_closing', 'base', 'shown') }} as opening_at_opening_rate,
        {{ translated('opened.opening', 'closing_rate', 'base', 'shown') }} as opening_at_closing_rate,
        {{ translated('opened.closing', 'closing_rate', 'base', 'shown') }} as closing_at_closing_rate,
        {{ translated('opened.result', 'average', 'base', 'shown') }} as result_at_average_rate,
        {{ translated('opened.result', 'closing_rate', 'base', 'shown') }} as result_at_closing_rate,
        last_closing.numerator as opening_numerator,
        last_closing.denominator as opening_denominator,
        closing_rate.numerator as closing_numerator,
        closing_rate.denominator as closing_denominator,
        average.numerator as average_numerator,
        average.denominator as average_denominator
    from opened
    inner join {{ ref('stg_currencies') }} as base on opened.base_currency = base.currency
    inner join {{ ref('stg_currencies') }} as shown on opened.currency = shown.currency
    {{ join_rate(
        'closing_rate', 'closing', 'opened.base_currency', 'opened.currency', 'opened.closing_day', 'opened.closing_day'
    ) }}
    {{ join_rate(
        'last_closing', 'closing', 'opened.base_currency', 'opened.currency', 'opened.opening_day', 'opened.opening_day'
    ) }}
    {{ join_rate('average', 'average', 'opened.base_currency', 'opened.currency', 'opened.average_starts', 'opened.ends') }}
),

derived as (
    select
        valued.*,
        coalesce(equity.amount, 0) as equity_moved,
        accounts_sums.net_assets as translated_net_assets,
        accounts_sums.result as translated_result,
        case when equity.ordinal is null then 0 else equity.translated_amount end as translated_equity,
        valued.opening_at_closing_rate - valued.opening_at_opening_rate as on_opening_net_assets,
        valued.result_at_closing_rate - valued.result_at_average_rate as on_result,
        case when equity.ordinal is null then 0 else equity.at_closing - equity.at_historical end as on_equity,
        (accounts_sums.net_assets - valued.closing_at_closing_rate)
        - coalesce(
            lag(accounts_sums.net_assets - valued.closing_at_closing_rate) over book,
            case when valued.opening_day is null then 0 end
        )
        - (accounts_sums.result - valued.result_at_average_rate)
        - case when equity.ordinal is null then 0 else equity.translated_amount - equity.at_historical end
        + valued.closing_at_closing_rate - valued.opening_at_closing_rate - valued.result_at_closing_rate
        - case when equity.ordinal is null then 0 else equity.at_closing end
        + accounts_sums.closing_entries as rounding,
        valued.figures + valued.opening_figures + coalesce(equity.figures, 0) + 4 as rounded_figures
    from valued
    inner join accounts_sums
        on {{ same_member('valued', 'accounts_sums') }} and valued.ordinal = accounts_sums.ordinal
    left join {{ ref('int_equity_at_rates') }} as equity
        on {{ same_member('valued', 'equity') }} and valued.ordinal = equity.ordinal
    window book as (partition by {{ member('valued') }} order by valued.ordinal)
),

adjusted as (
    select derived.*, on_opening_net_assets + on_result + on_equity + rounding as adjustment
    from derived
)

select
    adjusted.*,
    {{ whole_sum('adjusted.adjustment', 'over to_date') }} as adjustment_to_date
from adjusted
window to_date as (
    partition by {{ member('adjusted') }}
    order by adjusted.ordinal
    rows between unbounded preceding and current row
)
