-- What each account moved in each period, per currency: the one aggregation that every financial statement is made of. New
-- lines are added to what earlier runs added up, lines that count no more are taken off.
with lines as (
    select
        entity_id, book, effective_date, adjustment, kind, account_code, currency, base_currency, amount, base_amount, 1 as sign
    from {{ ref('stg_book_lines') }}
    where is_new
    union all
    select
        lines.entity_id, lines.source as book, lines.effective_date, lines.adjustment, lines.kind, lines.account_code,
        lines.currency, lines.base_currency, lines.amount, lines.base_amount, -1 as sign
    from {{ source('raw', 'known_book_lines') }} as lines
    inner join {{ ref('stg_dropped_book_lines') }} as dropped
        on dropped.is_known and lines.file_id = dropped.file_id and lines.line_no = dropped.line_no
),

days as (
    select
        entity_id,
        book,
        effective_date,
        coalesce(adjustment, false) as adjustment,
        {{ purpose_of('kind', 'adjustment') }} as purpose,
        account_code,
        currency,
        base_currency,
        sum(case when amount > 0 then sign * amount else 0 end) as debit,
        sum(case when amount < 0 then -sign * amount else 0 end) as credit,
        sum(sign * amount) as amount,
        sum(case when base_amount > 0 then sign * base_amount else 0 end) as base_debit,
        sum(case when base_amount < 0 then -sign * base_amount else 0 end) as base_credit,
        coalesce(sum(sign * base_amount), 0) as base_amount,
        sum(case when base_amount is null then sign else 0 end) as lines_without_base,
        sum(sign) as lines
    from lines
    group by
        entity_id, book, effective_date, coalesce(adjustment, false), {{ purpose_of('kind', 'adjustment') }}, account_code,
        currency, base_currency
),

moved as (
    select
        days.entity_id, days.book, calendar.period, days.account_code, days.currency, days.base_currency, days.purpose,
        days.debit, days.credit, days.amount, days.base_debit, days.base_credit, days.base_amount, days.lines_without_base,
        days.lines
    from days
    inner join {{ ref('stg_period_days') }} as calendar
        on
            days.entity_id = calendar.entity_id
            and days.effective_date = calendar.effective_date
            and days.adjustment = calendar.adjustment
    union all
    select
        entity_id, book, period, account_code, currency, base_currency, purpose, debit, credit, amount, base_debit,
        base_credit, base_amount, lines_without_base, lines
    from {{ source('carried', 'movements') }}
)

select
    entity_id,
    book,
    period,
    account_code,
    currency,
    base_currency,
    purpose,
    sum(debit) as debit,
    sum(credit) as credit,
    sum(amount) as amount,
    sum(base_debit) as base_debit,
    sum(base_credit) as base_credit,
    sum(base_amount) as base_amount,
    sum(lines_without_base) as lines_without_base,
    sum(lines) as lines
from moved
group by entity_id, book, period, account_code, currency, base_currency, purpose
having sum(lines) > 0
