-- Opening balance, movement and closing balance of every account in every period, per currency.
select
    currencies.tenant_id,
    periods.entity_id,
    periods.book,
    periods.period,
    periods.account_code,
    accounts.account_name,
    accounts.account_type,
    periods.currency,
    {{ major_sum('periods.closing - periods.amount', 'currencies.unit') }} as opening_balance,
    {{ major_sum('periods.debit', 'currencies.unit') }} as debit,
    {{ major_sum('periods.credit', 'currencies.unit') }} as credit,
    {{ major_sum('periods.closing', 'currencies.unit') }} as closing_balance,
    periods.base_currency,
    {{ major_sum('periods.base_closing - periods.base_amount', 'base_currencies.unit') }} as base_opening_balance,
    {{ major_sum('periods.base_amount', 'base_currencies.unit') }} as base_movement,
    {{ major_sum('periods.base_closing', 'base_currencies.unit') }} as base_closing_balance,
    periods.lines_without_base_to_date > 0 as incomplete
from {{ ref('int_account_periods') }} as periods
inner join {{ ref('int_accounts') }} as accounts using (entity_id, book, account_code)
inner join {{ ref('stg_currencies') }} as currencies on periods.currency = currencies.currency
inner join {{ ref('stg_currencies') }} as base_currencies on periods.base_currency = base_currencies.currency
