-- What every source has delivered, by account and currency: files, the days from the first line or balance to the last, what the
-- account last stood at, and how many lines are only so far. A book, and files without a line or balance, have a row without an
-- account.
with statements as (
    select file_id, statement_no, source, coalesce(account, '') as account, kind
    from {{ source('raw', 'statements') }}
    where source <> 'ledger'
),

current_files as (
    select file_id, source from {{ source('raw', 'files') }}
    where is_current and status = 'accepted'
),

-- A line that a booked statement has too stands where it came first, in the interim report, and is final.
lines as (
    select
        statements.source,
        statements.account,
        lines.currency,
        min(lines.date) as first_day,
        max(lines.date) as last_day,
        sum(case when statements.kind = 'interim' and coalesce(days.is_counted, true) then 1 else 0 end) as provisional_lines
    from {{ ref('stg_statement_lines') }} as lines
    inner join statements on lines.file_id = statements.file_id and lines.statement_no = statements.statement_no
    left join {{ ref('int_delivered_days') }} as days
        on
            lines.file_id = days.file_id
            and lines.statement_no = days.statement_no
            and lines.currency = days.currency
            and lines.date = days.date
    group by statements.source, statements.account, lines.currency
),

last_balances as (
    select source, account, currency, closing, closing_date, start_date as first_day from {{ ref('int_statement_chain') }}
    where is_last
),

delivered as (
    select
        coalesce(lines.source, balances.source) as source,
        coalesce(lines.account, balances.account) as account,
        coalesce(lines.currency, balances.currency) as currency,
        least(lines.first_day, balances.first_day) as first_day,
        greatest(lines.last_day, balances.closing_date) as last_day,
        balances.closing,
        balances.closing_date,
        lines.provisional_lines
    from lines
    full outer join last_balances as balances
        on
            lines.source = balances.source
            and lines.account = balances.account
            and lines.currency = balances.currency
),

journals as (
    select book, min(effective_date) as first_day, max(effective_date) as last_day
    from {{ ref('stg_book_lines') }}
    where book <> 'ledger'
    group by book
),

files_of_accounts as (
    select statements.source, statements.account, count(distinct statements.file_id) as files
    from statements
    inner join current_files on statements.file_id = current_files.file_id
    group by statements.source, statements.account
),

files_of_sources as (
    select source, count(*) as files from current_files
    group by source
)

select
    run.tenant_id,
    sources.source,
    sources.kind,
    sources.format,
    nullif(delivered.account, '') as account,
    delivered.currency,
    cast(coalesce(case when delivered.source is null then of_source.files else of_account.files end, 0) as bigint) as files,
    coalesce(delivered.first_day, journals.first_day) as first_day,
    coalesce(delivered.last_day, journals.last_day) as last_day,
    {{ major('delivered.closing', 'currencies.unit') }} as last_balance,
    delivered.closing_date as last_balance_day,
    cast(coalesce(delivered.provisional_lines, 0) as bigint) as provisional_lines
from {{ source('raw', 'sources') }} as sources
cross join {{ ref('stg_run') }} as run
left join delivered on sources.source = delivered.source
left join journals on sources.source = journals.book
left join files_of_accounts as of_account
    on delivered.source = of_account.source and delivered.account = of_account.account
left join files_of_sources as of_source on sources.source = of_source.source
left join {{ ref('stg_currencies') }} as currencies on delivered.currency = currencies.currency
where sources.source <> 'ledger' and (of_source.files > 0 or delivered.source is not null)
