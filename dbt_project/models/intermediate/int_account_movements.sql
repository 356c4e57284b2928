-- What each account moved in each period, per currency: the one aggregation that every statement is made of.
select
    lines.entity_id,
    lines.book,
    {{ period_of('lines.effective_date') }} as period,
    lines.account_code,
    lines.currency,
    lines.base_currency,
    sum(case when lines.amount > 0 then lines.amount else 0 end) as debit,
    sum(case when lines.amount < 0 then -lines.amount else 0 end) as credit,
    sum(lines.amount) as amount,
    sum(case when lines.base_amount > 0 then lines.base_amount else 0 end) as base_debit,
    sum(case when lines.base_amount < 0 then -lines.base_amount else 0 end) as base_credit,
    coalesce(sum(lines.base_amount), 0) as base_amount,
    sum(case when lines.base_amount is null then 1 else 0 end) as lines_without_base
from {{ ref('stg_book_lines') }} as lines
group by
    lines.entity_id,
    lines.book,
    {{ period_of('lines.effective_date') }},
    lines.account_code,
    lines.currency,
    lines.base_currency
