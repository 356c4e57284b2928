-- Journals of a period that are not in the book: reservations, drafts, months of a schedule that were taken back, and
-- revaluations of our own book that are due: another system's is revalued there.
select
    periods.entity_id,
    periods.period,
    'waiting' as check_id,
    waiting.queue || waiting.name as sort_key,
    waiting.queue || ' ' || waiting.name || ' of ' || {{ amount_text('waiting.amount') }} || ' ' || waiting.currency as what,
    waiting.amount,
    waiting.currency
from {{ ref('int_close_periods') }} as periods
inner join {{ source('raw', 'waiting') }} as waiting
    on periods.entity_id = waiting.entity_id and periods.ends >= waiting.effective_date
union all
select
    periods.entity_id,
    periods.period,
    'recognition' as check_id,
    cast(gaps.effective_date as varchar) || gaps.journal_id as sort_key,
    'journal ' || gaps.journal_id || ' of ' || cast(gaps.effective_date as varchar) || ' was taken back: '
    || {{ amount_text('gaps.amount') }} || ' ' || gaps.currency as what,
    gaps.amount,
    gaps.currency
from {{ ref('int_close_periods') }} as periods
inner join {{ source('raw', 'schedule_gaps') }} as gaps
    on periods.entity_id = gaps.entity_id and periods.ends >= gaps.effective_date
union all
select
    periods.entity_id,
    periods.period,
    'revaluation' as check_id,
    due.book || due.account_code || due.currency as sort_key,
    'account ' || due.account_code || ' of ' || due.book || ' in ' || due.currency || case
        when due.incomplete then ' has no closing rate'
        else ': ' || {{ amount_text(major_sum('due.due', 'currencies.unit')) }} || ' ' || due.base_currency || ' is due'
    end as what,
    {{ major_sum('abs(due.due)', 'currencies.unit') }} as amount,
    due.base_currency as currency
from {{ ref('int_close_periods') }} as periods
inner join {{ ref('int_revaluation_due') }} as due
    on periods.entity_id = due.entity_id and periods.period = due.period
inner join {{ ref('stg_currencies') }} as currencies on due.base_currency = currencies.currency
where due.book = 'ledger' and (due.incomplete or due.due <> 0)
