-- Gains and losses of exchange rates on claims and debts that were settled, and whether the book posted them.
select
    currencies.tenant_id,
    realised.entity_id,
    realised.book,
    realised.account_code,
    accounts.account_name,
    realised.document as reference,
    realised.counterparty,
    calendar.period,
    realised.settled_on,
    realised.currency,
    {{ major_sum('realised.booked', 'currencies.unit') }} as booked_amount,
    {{ major_sum('realised.settled', 'currencies.unit') }} as settled_amount,
    realised.base_currency,
    {{ major_sum('realised.booked_base', 'base_currencies.unit') }} as booked_base_amount,
    {{ major_sum('realised.carried_base', 'base_currencies.unit') }} as carried_base_amount,
    {{ major_sum('realised.cleared_base', 'base_currencies.unit') }} as settled_base_amount,
    {{ major_sum('realised.realised', 'base_currencies.unit') }} as realised,
    {{ major_sum('realised.posted', 'base_currencies.unit') }} as posted,
    {{ major_sum('realised.realised - realised.posted', 'base_currencies.unit') }} as unposted,
    realised.incomplete
from {{ ref('int_realised_fx') }} as realised
inner join {{ ref('int_accounts') }} as accounts
    on
        realised.entity_id = accounts.entity_id
        and realised.book = accounts.book
        and realised.account_code = accounts.account_code
inner join {{ ref('stg_period_days') }} as calendar
    on realised.entity_id = calendar.entity_id and realised.settled_on = calendar.effective_date and not calendar.adjustment
inner join {{ ref('stg_currencies') }} as currencies on realised.currency = currencies.currency
inner join {{ ref('stg_currencies') }} as base_currencies on realised.base_currency = base_currencies.currency
