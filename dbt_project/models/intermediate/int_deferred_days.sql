-- Why deferred revenue changed, by day, debit positive. What a journal takes from it into revenue is recognised; what it adds
-- without revenue is billed, and so is the reversal of that; what else leaves it (a cancellation, a refund) is other.
with deferred_lines as (
    select
        lines.*,
        {{ purpose_of('kind', 'adjustment') }} as purpose
    from {{ ref('int_subledger_lines') }} as lines
    where lines.subledger = 'deferred_revenue'
),

journals as (
    select book, journal_id
    from deferred_lines
    group by book, journal_id
),

lines_of_revenue as (
    select lines.entity_id, lines.book, lines.account_code, lines.journal_id, lines.amount
    from {{ ref('stg_book_lines') }} as lines
    where lines.is_new
    union all
    select lines.entity_id, lines.source as book, lines.account_code, lines.journal_id, lines.amount
    from {{ source('raw', 'known_book_lines') }} as lines
    inner join (
        select entity_id, book
        from {{ ref('int_subledger_accounts') }}
        where subledger = 'deferred_revenue' and is_read_again
        group by entity_id, book
    ) as again
        on lines.entity_id = again.entity_id and lines.source = again.book
),

earned as (
    select lines.book, lines.journal_id, sum(lines.amount) as amount
    from lines_of_revenue as lines
    inner join {{ ref('int_accounts') }} as accounts
        on
            accounts.account_type = 'revenue'
            and lines.entity_id = accounts.entity_id
            and lines.book = accounts.book
            and lines.account_code = accounts.account_code
    inner join journals on lines.book = journals.book and lines.journal_id = journals.journal_id
    group by lines.book, lines.journal_id
),

causes as (
    select
        deferred_lines.*,
        case
            when deferred_lines.purpose in ('revaluation', 'closing') then 'other'
            when deferred_lines.amount > 0 and earned.amount < 0 then 'recognised'
            when deferred_lines.amount < 0 and earned.amount > 0 then 'recognised'
            when deferred_lines.amount < 0 or deferred_lines.reverses is not null then 'billed'
            else 'other'
        end as cause
    from deferred_lines
    left join earned on deferred_lines.book = earned.book and deferred_lines.journal_id = earned.journal_id
),

days as (
    select
        entity_id, book, account_code, currency, base_currency, effective_date, adjustment, cause, amount,
        coalesce(base_amount, 0) as base_amount
    from causes
    union all
    select
        days.entity_id, days.book, days.account_code, days.currency, days.base_currency, days.effective_date,
        days.adjustment, days.cause, days.amount, days.base_amount
    from {{ source('carried', 'deferred_days') }} as days
    inner join {{ ref('int_subledger_accounts') }} as accounts
        on
            not accounts.is_read_again
            and accounts.subledger = 'deferred_revenue'
            and days.entity_id = accounts.entity_id
            and days.book = accounts.book
            and days.account_code = accounts.account_code
)

select
    entity_id,
    book,
    account_code,
    currency,
    base_currency,
    effective_date,
    adjustment,
    cause,
    sum(amount) as amount,
    sum(base_amount) as base_amount
from days
group by entity_id, book, account_code, currency, base_currency, effective_date, adjustment, cause
