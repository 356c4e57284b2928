-- What each foreign monetary balance is worth at the closing rate, and what of the difference is posted. Revaluation is
-- reversed on the next day, so `posted` is what stands for this period, and what is due is the rest.
with revalued as (
    select
        balances.*,
        rates.numerator,
        rates.denominator,
        rates.rate_date,
        rates.source as rate_source,
        {{ translated('balances.balance', 'rates', 'own', 'base') }} as revalued_amount
    from {{ ref('int_revaluation_balances') }} as balances
    inner join {{ ref('stg_currencies') }} as own on balances.currency = own.currency
    inner join {{ ref('stg_currencies') }} as base on balances.base_currency = base.currency
    {{ join_rate(
        'rates', 'closing', 'balances.currency', 'balances.base_currency', 'balances.closing_day', 'balances.closing_day'
    ) }}
),

measured as (
    select
        *,
        lines_without_base_to_date > 0 or revalued_amount is null as incomplete,
        case when lines_without_base_to_date = 0 then revalued_amount - carrying_amount end as difference
    from revalued
)

select
    entity_id,
    book,
    period,
    ordinal,
    ends,
    closing_day,
    account_code,
    currency,
    base_currency,
    balance,
    carrying_amount,
    numerator,
    denominator,
    rate_date,
    rate_source,
    revalued_amount,
    difference,
    posted,
    difference - posted as due,
    incomplete
from measured
