-- Assets, liabilities and equity at the end of every period, in the functional currency.
with lines as (
    select
        *,
        {{ period_before('period', 1) }} as period_before,
        {{ period_before('period', 12) }} as year_before
    from {{ ref('int_balance_sheet_lines') }}
)

select
    currencies.tenant_id,
    lines.entity_id,
    lines.book,
    lines.period,
    'balance_sheet' as statement,
    lines.section,
    lines.account_code,
    lines.account_name,
    lines.account_name as statement_line,
    lines.base_currency as currency,
    {{ major_sum('lines.amount', 'currencies.unit') }} as amount,
    {{ major_sum('coalesce(prior_period.amount, 0)', 'currencies.unit') }} as prior_period,
    {{ major_sum('coalesce(prior_year.amount, 0)', 'currencies.unit') }} as prior_year,
    {{ major_sum('lines.year_to_date', 'currencies.unit') }} as year_to_date,
    lines.lines_without_base_to_date > 0 as incomplete
from lines
left join lines as prior_period
    on
        lines.entity_id = prior_period.entity_id
        and lines.book = prior_period.book
        and lines.account_code = prior_period.account_code
        and lines.period_before = prior_period.period
left join lines as prior_year
    on
        lines.entity_id = prior_year.entity_id
        and lines.book = prior_year.book
        and lines.account_code = prior_year.account_code
        and lines.year_before = prior_year.period
inner join {{ ref('stg_currencies') }} as currencies on lines.base_currency = currencies.currency
