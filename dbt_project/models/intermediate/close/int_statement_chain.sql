-- Statements that carry balances, and whether each opens with a balance that its account is known to have had: what another one
-- closed with, or passes through. Where it does not, a statement before it is missing (SWIFT MT940 field 60F, ISO 20022 camt.053
-- OPBD and PRCD). The first of an account (`start_…`) has none before it. `previous_…` is the latest one that had closed by then;
-- `is_last`: the account ends with it, the last day's statement that none of the day goes beyond (`is_passed`: the account moved
-- on, on the same day, from what it closes with).
with first_days as (
    select file_id, statement_no, min(date) as first_date
    from {{ ref('int_delivered_days') }}
    group by file_id, statement_no
),

-- Days of a table that its path has no longer, and that count all the same.
replaced_days as (
    select
        *,
        min(date) over (partition by file_id, statement_no, currency) as first_date,
        max(date) over (partition by file_id, statement_no, currency) as last_date
    from {{ ref('int_delivered_days') }}
    where kind is null and not is_current and is_counted and opening is not null
),

dated as (
    select
        statements.file_id,
        statements.statement_no,
        statements.source,
        coalesce(statements.account, '') as account,
        statements.account_code,
        statements.entity_id,
        statements.currency,
        statements.opening,
        statements.closing,
        statements.closing_date,
        coalesce(first_days.first_date, statements.closing_date) as first_date
    from {{ source('raw', 'statements') }} as statements
    left join first_days on statements.file_id = first_days.file_id and statements.statement_no = first_days.statement_no
    where
        statements.is_current
        and statements.closing_date is not null
        and statements.opening is not null
        and statements.closing is not null
    union all
    select
        days.file_id,
        days.statement_no,
        days.source,
        days.account,
        max(statements.account_code) as account_code,
        max(statements.entity_id) as entity_id,
        days.currency,
        max(case when days.date = days.first_date then days.opening end) as opening,
        max(case when days.date = days.last_date then days.closing end) as closing,
        days.last_date as closing_date,
        days.first_date
    from replaced_days as days
    inner join {{ source('raw', 'statements') }} as statements
        on days.file_id = statements.file_id and days.statement_no = statements.statement_no
    group by
        days.file_id, days.statement_no, days.source, days.account, days.currency, days.first_date, days.last_date
),

statements as (
    select
        source, account, currency, opening, closing, closing_date, first_date, min(file_id) as file_id,
        max(account_code) as account_code, max(entity_id) as entity_id
    from dated
    group by source, account, currency, opening, closing, closing_date, first_date
),

-- What an account is known to have held, on which day, and by a statement that begins with what on which day: none knows by
-- itself, nor by another one that begins as it does, what it opens with.
reported_balances as (
    select source, account, currency, closing as balance, closing_date as date, opening, closing, first_date
    from statements
    union
    select
        dated.source, dated.account, dated.currency, days.closing as balance, days.date, dated.opening, dated.closing,
        dated.first_date
    from {{ ref('int_delivered_days') }} as days
    inner join dated on days.file_id = dated.file_id and days.statement_no = dated.statement_no
    where days.closing is not null
    union
    select
        dated.source, dated.account, dated.currency, lines.balance_after as balance, lines.date, dated.opening, dated.closing,
        dated.first_date
    from {{ ref('int_redelivered_lines') }} as lines
    inner join dated on lines.file_id = dated.file_id and lines.statement_no = dated.statement_no
    where lines.balance_after is not null
),

numbered as (
    select
        statements.*,
        row_number() over (
            partition by source, account, currency
            order by first_date, closing_date, opening, closing
        ) as statement_no
    from statements
),

latest_before as (
    select
        numbered.source,
        numbered.account,
        numbered.currency,
        numbered.statement_no,
        earlier.closing as previous_closing,
        earlier.closing_date as previous_date,
        row_number() over (
            partition by numbered.source, numbered.account, numbered.currency, numbered.statement_no
            order by earlier.closing_date desc, earlier.statement_no desc
        ) as recency
    from numbered
    inner join numbered as earlier
        on
            numbered.source = earlier.source
            and numbered.account = earlier.account
            and numbered.currency = earlier.currency
            and numbered.statement_no > earlier.statement_no
            and numbered.first_date >= earlier.closing_date
),

continuing as (
    select distinct numbered.source, numbered.account, numbered.currency, numbered.statement_no
    from numbered
    inner join reported_balances
        on
            numbered.source = reported_balances.source
            and numbered.account = reported_balances.account
            and numbered.currency = reported_balances.currency
            and numbered.opening = reported_balances.balance
            and numbered.closing_date >= reported_balances.date
    where numbered.opening <> reported_balances.opening or numbered.first_date <> reported_balances.first_date
),

passed as (
    select numbered.source, numbered.account, numbered.currency, numbered.statement_no
    from numbered
    inner join numbered as later
        on
            numbered.source = later.source
            and numbered.account = later.account
            and numbered.currency = later.currency
            and numbered.closing_date = later.closing_date
            and numbered.closing = later.opening
    where
        later.opening <> later.closing
        and (numbered.opening <> later.opening or numbered.first_date < later.first_date)
    union
    select numbered.source, numbered.account, numbered.currency, numbered.statement_no
    from numbered
    inner join reported_balances
        on
            numbered.source = reported_balances.source
            and numbered.account = reported_balances.account
            and numbered.currency = reported_balances.currency
            and numbered.closing_date = reported_balances.date
            and numbered.closing = reported_balances.balance
    where numbered.closing <> reported_balances.closing
),

placed as (
    select
        numbered.*,
        latest_before.previous_closing,
        latest_before.previous_date,
        continuing.statement_no is not null as continues,
        passed.statement_no is not null as is_passed
    from numbered
    left join latest_before
        on
            numbered.source = latest_before.source
            and numbered.account = latest_before.account
            and numbered.currency = latest_before.currency
            and numbered.statement_no = latest_before.statement_no
            and latest_before.recency = 1
    left join continuing
        on
            numbered.source = continuing.source
            and numbered.account = continuing.account
            and numbered.currency = continuing.currency
            and numbered.statement_no = continuing.statement_no
    left join passed
        on
            numbered.source = passed.source
            and numbered.account = passed.account
            and numbered.currency = passed.currency
            and numbered.statement_no = passed.statement_no
),

started as (
    select
        placed.*,
        first_value(placed.opening) over account_statements as start_balance,
        first_value(placed.first_date) over account_statements as start_date,
        first_value(placed.statement_no) over account_statements as start_no,
        first_value(placed.closing) over account_statements as start_closing,
        first_value(placed.is_passed) over account_statements as is_start_passed,
        row_number() over (
            partition by placed.source, placed.account, placed.currency
            order by placed.closing_date desc, placed.is_passed asc, placed.statement_no desc
        ) as last_place
    from placed
    window account_statements as (
        partition by placed.source, placed.account, placed.currency
        order by
            placed.first_date asc,
            placed.continues asc,
            placed.closing_date desc,
            placed.file_id asc,
            placed.statement_no asc
    )
)

-- Another one that begins as the account does is a part of its first statement, or has that one for a part.
select
    source,
    account,
    currency,
    opening,
    closing,
    closing_date,
    first_date,
    file_id,
    account_code,
    entity_id,
    previous_closing,
    previous_date,
    start_balance,
    start_date,
    last_place = 1 as is_last,
    continues
    or statement_no = start_no
    or (
        opening = start_balance
        and first_date = start_date
        and (is_passed or is_start_passed or closing = start_closing)
    ) as connects
from started
