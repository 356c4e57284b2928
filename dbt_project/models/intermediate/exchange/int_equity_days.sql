-- What moved equity, day by day: capital paid in and dividends are translated at the rate of their own day (IAS 21.39).
-- Closing entries move no equity: they name earnings that were translated when they were earned.
with accounts as (
    select distinct accounts.entity_id, accounts.book, accounts.account_code
    from {{ ref('int_accounts') }} as accounts
    inner join {{ source('raw', 'members') }} as members
        on accounts.entity_id = members.entity_id and accounts.book = members.book
    where accounts.account_type = 'equity'
)

select
    lines.entity_id,
    lines.book,
    calendar.period,
    lines.account_code,
    lines.base_currency,
    lines.effective_date,
    sum(lines.base_amount) as amount
from {{ ref('stg_book_lines') }} as lines
inner join accounts
    on
        lines.entity_id = accounts.entity_id
        and lines.book = accounts.book
        and lines.account_code = accounts.account_code
inner join {{ ref('stg_period_days') }} as calendar
    on
        lines.entity_id = calendar.entity_id
        and lines.effective_date = calendar.effective_date
        and lines.adjustment = calendar.adjustment
where coalesce(lines.kind, '') <> 'closing'
group by lines.entity_id, lines.book, calendar.period, lines.account_code, lines.base_currency, lines.effective_date
having sum(lines.base_amount) <> 0
