-- What each account moved in each period, per currency: the one aggregation that every financial statement is made of. Each
-- line finds its period before anything is added up: periods are few, and days are many. What is credited is what is debited
-- less what is moved, so it is not added up twice.
with moved as (
    select
        lines.entity_id,
        lines.book,
        calendar.period,
        lines.account_code,
        lines.currency,
        lines.base_currency,
        {{ purpose_of('lines.kind', 'lines.adjustment') }} as purpose,
        sum(case when lines.amount > 0 then lines.amount else 0 end) as debit,
        sum(lines.amount) as amount,
        sum(case when lines.base_amount > 0 then lines.base_amount else 0 end) as base_debit,
        coalesce(sum(lines.base_amount), 0) as base_amount,
        count(*) - count(lines.base_amount) as lines_without_base,
        count(*) as lines
    from {{ ref('stg_book_lines') }} as lines
    inner join {{ ref('stg_period_days') }} as calendar
        on
            lines.entity_id = calendar.entity_id
            and lines.effective_date = calendar.effective_date
            and lines.adjustment = calendar.adjustment
    group by 1, 2, 3, 4, 5, 6, 7
)

select
    entity_id,
    book,
    period,
    account_code,
    currency,
    base_currency,
    purpose,
    cast(debit as decimal(38, 0)) as debit,
    cast(debit - amount as decimal(38, 0)) as credit,
    cast(amount as decimal(38, 0)) as amount,
    cast(base_debit as decimal(38, 0)) as base_debit,
    cast(base_debit - base_amount as decimal(38, 0)) as base_credit,
    cast(base_amount as decimal(38, 0)) as base_amount,
    lines_without_base,
    lines
from moved
