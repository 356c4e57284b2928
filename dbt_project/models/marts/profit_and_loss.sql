-- Revenue and expense of every period in the functional currency: income positive, cost positive.
with results as (
    select
        *,
        case account_type when 'revenue' then -1 else 1 end as natural_sign,
        {{ period_before('period', 1) }} as period_before,
        {{ period_before('period', 12) }} as year_before
    from {{ ref('int_functional_balances') }}
    where account_type in ('revenue', 'expense')
)

select
    currencies.tenant_id,
    results.entity_id,
    results.book,
    results.period,
    'profit_and_loss' as statement,
    results.account_type as section,
    results.account_code,
    results.account_name,
    results.account_name as statement_line,
    results.base_currency as currency,
    {{ major_sum('results.moved * results.natural_sign', 'currencies.unit') }} as amount,
    {{ major_sum('coalesce(prior_period.moved, 0) * results.natural_sign', 'currencies.unit') }} as prior_period,
    {{ major_sum('coalesce(prior_year.moved, 0) * results.natural_sign', 'currencies.unit') }} as prior_year,
    {{ major_sum('results.year_to_date * results.natural_sign', 'currencies.unit') }} as year_to_date,
    results.lines_without_base > 0 as incomplete
from results
left join results as prior_period
    on
        results.entity_id = prior_period.entity_id
        and results.book = prior_period.book
        and results.account_code = prior_period.account_code
        and results.period_before = prior_period.period
left join results as prior_year
    on
        results.entity_id = prior_year.entity_id
        and results.book = prior_year.book
        and results.account_code = prior_year.account_code
        and results.year_before = prior_year.period
inner join {{ ref('stg_currencies') }} as currencies on results.base_currency = currencies.currency
