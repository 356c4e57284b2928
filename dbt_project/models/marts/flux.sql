-- Each account's figure of a period against the range that the periods before it let expect, and what somebody said of it.
with measured as (
    select
        currencies.tenant_id,
        figures.entity_id,
        figures.book,
        figures.period,
        figures.account_code,
        figures.account_name,
        figures.account_type,
        figures.measure,
        figures.base_currency as currency,
        {{ major_sum('figures.amount', 'currencies.unit') }} as amount,
        {{ major_sum('figures.prior_period', 'currencies.unit') }} as prior_period,
        {{ major_sum('figures.expected_low', 'currencies.unit') }} as expected_low,
        {{ major_sum('figures.expected_high', 'currencies.unit') }} as expected_high,
        cast(figures.prior_periods as integer) as prior_periods,
        figures.flux_amount
    from {{ ref('int_flux') }} as figures
    inner join {{ ref('stg_currencies') }} as currencies on figures.base_currency = currencies.currency
)

select
    measured.tenant_id,
    measured.entity_id,
    measured.book,
    measured.period,
    measured.account_code,
    measured.account_name,
    measured.account_type,
    measured.measure,
    measured.currency,
    measured.amount,
    measured.prior_period,
    measured.expected_low,
    measured.expected_high,
    measured.prior_periods,
    coalesce(
        measured.expected_low - measured.amount > measured.flux_amount
        or measured.amount - measured.expected_high > measured.flux_amount,
        false
    ) as outside,
    comments.comment,
    comments.who as commented_by,
    comments.recorded_at as commented_at
from measured
left join {{ source('raw', 'flux_comments') }} as comments
    on
        measured.entity_id = comments.entity_id
        and measured.period = comments.period
        and measured.book = comments.book
        and measured.account_code = comments.account_code
