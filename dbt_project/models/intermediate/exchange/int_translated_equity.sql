-- Movements of equity in the view's currency at the rate of their day, and what they would be at the period's closing rate.
select
    {{ member('members') }},
    members.period,
    members.ordinal,
    days.account_code,
    days.effective_date,
    days.amount,
    {{ translated('days.amount', 'historical', 'base', 'shown') }} as translated_amount,
    historical.numerator,
    historical.denominator
from {{ ref('int_member_periods') }} as members
inner join {{ ref('int_equity_days') }} as days
    on
        members.entity_id = days.entity_id
        and members.book = days.book
        and members.period = days.period
        and members.base_currency = days.base_currency
inner join {{ ref('stg_currencies') }} as base on members.base_currency = base.currency
inner join {{ ref('stg_currencies') }} as shown on members.currency = shown.currency
{{ join_rate(
    'historical', 'historical', 'members.base_currency', 'members.currency', 'days.effective_date', 'days.effective_date'
) }}
