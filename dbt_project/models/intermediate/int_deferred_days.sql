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
    select entity_id, book, journal_scope, journal_id
    from deferred_lines
    group by entity_id, book, journal_scope, journal_id
),

earned as (
    select lines.entity_id, lines.book, lines.journal_scope, lines.journal_id, sum(lines.amount) as amount
    from {{ ref('stg_book_lines') }} as lines
    inner join {{ ref('int_accounts') }} as accounts
        on
            accounts.account_type = 'revenue'
            and lines.entity_id = accounts.entity_id
            and lines.book = accounts.book
            and lines.account_code = accounts.account_code
    inner join journals
        on
            lines.entity_id = journals.entity_id
            and lines.book = journals.book
            and lines.journal_scope = journals.journal_scope
            and lines.journal_id = journals.journal_id
    group by lines.entity_id, lines.book, lines.journal_scope, lines.journal_id
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
    left join earned
        on
            deferred_lines.entity_id = earned.entity_id
            and deferred_lines.book = earned.book
            and deferred_lines.journal_scope = earned.journal_scope
            and deferred_lines.journal_id = earned.journal_id
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
    cast(sum(amount) as decimal(38, 0)) as amount,
    cast(sum(coalesce(base_amount, 0)) as decimal(38, 0)) as base_amount
from causes
group by entity_id, book, account_code, currency, base_currency, effective_date, adjustment, cause
