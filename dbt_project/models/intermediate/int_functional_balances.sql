-- Account balances per period in the entity's functional currency, with what moved this period and this fiscal year.
with balances as (
    select
        periods.entity_id,
        periods.book,
        periods.period,
        periods.account_code,
        periods.base_currency,
        sum(periods.base_amount) as moved,
        sum(periods.base_closing) as closing,
        sum(periods.lines_without_base) as lines_without_base,
        sum(periods.lines_without_base_to_date) as lines_without_base_to_date
    from {{ ref('int_account_periods') }} as periods
    group by periods.entity_id, periods.book, periods.period, periods.account_code, periods.base_currency
),

with_fiscal_year as (
    select
        balances.*,
        {{ fiscal_year_of('balances.period', 'entities.fiscal_year_start') }} as fiscal_year
    from balances
    inner join {{ source('raw', 'entities') }} as entities using (entity_id)
)

select
    balances.*,
    accounts.account_name,
    accounts.account_type,
    sum(balances.moved) over (
        partition by balances.entity_id, balances.book, balances.account_code, balances.fiscal_year
        order by balances.period
        rows between unbounded preceding and current row
    ) as year_to_date
from with_fiscal_year as balances
inner join {{ ref('int_accounts') }} as accounts using (entity_id, book, account_code)
