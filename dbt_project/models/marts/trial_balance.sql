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
    {{ major_sum('periods.closing - periods.adjustments - periods.closing_entries', 'currencies.unit') }} as unadjusted_balance,
    {{ major_sum('periods.closing - periods.closing_entries', 'currencies.unit') }} as adjusted_balance,
    periods.base_currency,
    {{ major_sum('periods.base_closing - periods.base_amount', 'base_currencies.unit') }} as base_opening_balance,
    {{ major_sum('periods.base_amount', 'base_currencies.unit') }} as base_movement,
    {{ major_sum('periods.base_closing', 'base_currencies.unit') }} as base_closing_balance,
    {{ major_sum('periods.base_closing - periods.base_adjustments - periods.base_closing_entries', 'base_currencies.unit') }}
        as base_unadjusted_balance,
    {{ major_sum('periods.base_closing - periods.base_closing_entries', 'base_currencies.unit') }} as base_adjusted_balance,
    periods.lines_without_base_to_date > 0 as incomplete,
    periods.fiscal_year,
    spans.starts,
    spans.ends,
    spans.adjustment
from {{ ref('int_account_periods') }} as periods
inner join {{ ref('int_book_periods') }} as spans
    on periods.entity_id = spans.entity_id and periods.book = spans.book and periods.period = spans.period
inner join {{ ref('int_accounts') }} as accounts
    on
        periods.entity_id = accounts.entity_id
        and periods.book = accounts.book
        and periods.account_code = accounts.account_code
inner join {{ ref('stg_currencies') }} as currencies on periods.currency = currencies.currency
inner join {{ ref('stg_currencies') }} as base_currencies on periods.base_currency = base_currencies.currency
