-- Statements that carry balances, and whether each opens with a balance that its account is known to have had: what another one
-- closed with, or passes through. Where it does not, a statement before it is missing (SWIFT MT940 field 60F, ISO 20022 camt.053
-- OPBD and PRCD). The first of an account (`start_…`) has none before it. `previous_…` is the latest one that had closed by then; `is_passed` says
-- that the account moved on, on the same day, from what it closes with.
with first_days as (
    select file_id, statement_no, min(date) as first_date
    from {{ ref('int_delivered_days') }}
    group by file_id, statement_no
),

dated as (
    select
        statements.file_id,
        statements.statement_no,
        statements.source,
        coalesce(statements.account, '') as account,
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
),

statements as (
    select source, account, currency, opening, closing, closing_date, first_date, min(file_id) as file_id
    from dated
    group by source, account, currency, opening, closing, closing_date, first_date
),

-- What an account is known to have held, on which day, and by a statement that begins with what on which day: none knows by
-- itself, nor by another one that begins as it does, what it opens with.
known_balances as (
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
            and earlier.statement_no < numbered.statement_no
            and earlier.closing_date <= numbered.first_date
),

placed as (
    select
        numbered.*,
        latest_before.previous_closing,
        latest_before.previous_date,
        exists (
            select 1
            from known_balances
            where
                known_balances.source = numbered.source
                and known_balances.account = numbered.account
                and known_balances.currency = numbered.currency
                and known_balances.balance = numbered.opening
                and known_balances.date <= numbered.closing_date
                and (known_balances.opening <> numbered.opening or known_balances.first_date <> numbered.first_date)
        ) as continues
    from numbered
    left join latest_before
        on
            numbered.source = latest_before.source
            and numbered.account = latest_before.account
            and numbered.currency = latest_before.currency
            and numbered.statement_no = latest_before.statement_no
            and latest_before.recency = 1
),

started as (
    select
        placed.*,
        first_value(placed.opening) over account_statements as start_balance,
        first_value(placed.first_date) over account_statements as start_date,
        exists (
            select 1
            from numbered as later
            where
                later.source = placed.source
                and later.account = placed.account
                and later.currency = placed.currency
                and later.closing_date = placed.closing_date
                and later.opening = placed.closing
                and later.opening <> later.closing
                and (later.opening <> placed.opening or later.first_date > placed.first_date)
        )
        or exists (
            select 1
            from known_balances
            where
                known_balances.source = placed.source
                and known_balances.account = placed.account
                and known_balances.currency = placed.currency
                and known_balances.balance = placed.closing
                and known_balances.date = placed.closing_date
                and known_balances.closing <> placed.closing
        ) as is_passed
    from placed
    window account_statements as (
        partition by placed.source, placed.account, placed.currency
        order by placed.continues, placed.first_date, placed.closing_date desc, placed.file_id, placed.statement_no
    )
)

select
    *,
    continues or (opening = start_balance and first_date = start_date) as connects
from started
