-- What moved a member's equity in a period, in favour of the owners: at the rate of each day, as its accounts show it, and at the
-- period's closing rate.
with equity_by_day as (
    select
        {{ member('days') }}, days.ordinal, days.effective_date, days.numerator, days.denominator,
        -sum(days.amount) as amount,
        -{{ whole_sum('days.translated_amount') }} as translated_amount,
        count(*) as figures
    from {{ ref('int_translated_equity') }} as days
    group by {{ member('days') }}, days.ordinal, days.effective_date, days.numerator, days.denominator
),

equity_valued as (
    select
        {{ member('days') }}, days.ordinal, days.amount, days.translated_amount, days.figures,
        {{ translated('days.amount', 'days', 'base', 'shown') }} as at_historical,
        {{ translated('days.amount', 'closing', 'base', 'shown') }} as at_closing
    from equity_by_day as days
    inner join {{ ref('int_member_periods') }} as periods
        on {{ same_member('days', 'periods') }} and days.ordinal = periods.ordinal
    inner join {{ ref('stg_currencies') }} as base on periods.base_currency = base.currency
    inner join {{ ref('stg_currencies') }} as shown on periods.currency = shown.currency
    {{ join_rate(
        'closing', 'closing', 'periods.base_currency', 'periods.currency', 'periods.closing_day', 'periods.closing_day'
    ) }}
)

select
    {{ member('days') }}, days.ordinal,
    sum(days.amount) as amount,
    {{ whole_sum('days.translated_amount') }} as translated_amount,
    {{ whole_sum('days.at_historical') }} as at_historical,
    {{ whole_sum('days.at_closing') }} as at_closing,
    sum(days.figures) + count(*) as figures
from equity_valued as days
group by {{ member('days') }}, days.ordinal
