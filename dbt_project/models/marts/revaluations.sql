-- Every foreign monetary balance at the end of every period: what it is carried at, what it is worth at the closing rate, and
-- what of the difference is posted.
select
    currencies.tenant_id,
    due.entity_id,
    due.book,
    due.period,
    due.account_code,
    accounts.account_name,
    due.currency,
    {{ major_sum('due.balance', 'currencies.unit') }} as balance,
    due.base_currency,
    {{ major_sum('due.carrying_amount', 'base_currencies.unit') }} as carrying_amount,
    {{ rate_decimal('due.numerator', 'due.denominator') }} as rate,
    due.rate_date,
    due.rate_source,
    {{ major_sum('due.revalued_amount', 'base_currencies.unit') }} as revalued_amount,
    {{ major_sum('due.difference', 'base_currencies.unit') }} as difference,
    {{ major_sum('due.posted', 'base_currencies.unit') }} as posted,
    {{ major_sum('due.due', 'base_currencies.unit') }} as due,
    due.incomplete
from {{ ref('int_revaluation_due') }} as due
inner join {{ ref('int_accounts') }} as accounts
    on due.entity_id = accounts.entity_id and due.book = accounts.book and due.account_code = accounts.account_code
inner join {{ ref('stg_currencies') }} as currencies on due.currency = currencies.currency
inner join {{ ref('stg_currencies') }} as base_currencies on due.base_currency = base_currencies.currency
