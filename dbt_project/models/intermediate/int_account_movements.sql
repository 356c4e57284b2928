-- What each account moved in each period, per currency: the one aggregation that every statement is made of. New lines are
-- added to what earlier runs added up, lines that count no more are taken off.
with lines as (
    select
        entity_id, book, effective_date, account_code, currency, base_currency, amount, base_amount, 1 as sign
    from {{ ref('stg_book_lines') }}
    where is_new
    union all
    select
        lines.entity_id, lines.source as book, lines.effective_date, lines.account_code, lines.currency,
        lines.base_currency, lines.amount, lines.base_amount, -1 as sign
    from {{ source('raw', 'known_book_lines') }} as lines
    inner join {{ ref('stg_dropped_book_lines') }} as dropped
        on dropped.is_known and lines.file_id = dropped.file_id and lines.line_no = dropped.line_no
),

days as (
    select
        entity_id,
        book,
        effective_date,
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
    group by entity_id, book, effective_date, account_code, currency, base_currency
),

moved as (
    select
        entity_id, book, {{ period_of('effective_date') }} as period, account_code, currency, base_currency, debit, credit,
        amount, base_debit, base_credit, base_amount, lines_without_base, lines
    from days
    union all
    select
        entity_id, book, period, account_code, currency, base_currency, debit, credit, amount, base_debit, base_credit,
        base_amount, lines_without_base, lines
    from {{ source('carried', 'movements') }}
)

select
    entity_id,
    book,
    period,
    account_code,
    currency,
    base_currency,
    sum(debit) as debit,
    sum(credit) as credit,
    sum(amount) as amount,
    sum(base_debit) as base_debit,
    sum(base_credit) as base_credit,
    sum(base_amount) as base_amount,
    sum(lines_without_base) as lines_without_base,
    sum(lines) as lines
from moved
group by entity_id, book, period, account_code, currency, base_currency
having sum(lines) > 0
