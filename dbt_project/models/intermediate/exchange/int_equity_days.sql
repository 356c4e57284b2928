-- What moved equity, day by day: capital paid in and dividends are translated at the rate of their own day (IAS 21.39).
-- Closing entries move no equity: they name earnings that were translated when they were earned.
with accounts as (
    select entity_id, book, account_code
    from {{ ref('int_member_movements') }}
    where account_type = 'equity'
    group by entity_id, book, account_code
)

select
    lines.entity_id,
    lines.source as book,
    calendar.period,
    lines.account_code,
    lines.base_currency,
    lines.effective_date,
    sum(lines.base_amount) as amount
from {{ ref('carried_book_lines') }} as lines
inner join accounts
    on
        lines.entity_id = accounts.entity_id
        and lines.source = accounts.book
        and lines.account_code = accounts.account_code
inner join {{ ref('stg_period_days') }} as calendar
    on
        lines.entity_id = calendar.entity_id
        and lines.effective_date = calendar.effective_date
        and coalesce(lines.adjustment, false) = calendar.adjustment
where coalesce(lines.kind, '') <> 'closing' {{ told_as_of('lines') }}
group by lines.entity_id, lines.source, calendar.period, lines.account_code, lines.base_currency, lines.effective_date
having sum(lines.base_amount) <> 0
