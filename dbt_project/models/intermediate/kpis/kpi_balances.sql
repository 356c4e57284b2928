-- Balances to watch: cash by the book and by the bank, suspense, and the sum of the whole trial balance (always zero).
with cash_accounts as (
    select distinct sides.source as book, sides.account_code, sides.entity_id, others.source as statement
    from {{ source('raw', 'sides') }} as sides
    inner join {{ source('raw', 'sides') }} as others
        on sides.reconciliation_no = others.reconciliation_no and sides.side <> others.side
    inner join {{ source('raw', 'sources') }} as sources
        on others.source = sources.source and sources.is_bank
    inner join {{ source('raw', 'sources') }} as books
        on sides.source = books.source and books.kind = 'book'
),

latest as (
    select *
    from (
        select
            *,
            row_number() over (partition by entity_id, book, account_code, currency order by ends desc, period desc) as recency
        from {{ ref('trial_balance') }}
    ) as ranked
    where recency = 1
),

book_cash as (
    select latest.currency, sum(latest.closing_balance) as value
    from latest
    where exists (
        select 1 from cash_accounts
        where
            cash_accounts.book = latest.book and cash_accounts.account_code = latest.account_code
            and (cash_accounts.entity_id is null or cash_accounts.entity_id = latest.entity_id)
    )
    group by latest.currency
),

bank_cash as (
    select statements.currency, sum({{ major('statements.closing', 'currencies.unit') }}) as value
    from (
        select *, row_number() over (
            partition by source, account, currency order by closing_date desc nulls last, file_id desc, statement_no desc
        ) as recency
        from {{ source('raw', 'statements') }}
        where is_current and closing is not null
    ) as statements
    inner join {{ ref('stg_currencies') }} as currencies on statements.currency = currencies.currency
    where statements.recency = 1 and statements.source in (select cash_accounts.statement from cash_accounts)
    group by statements.currency
),

suspense as (
    select latest.currency, sum(case when tags.tag is not null then latest.closing_balance else 0 end) as value
    from latest
    left join {{ ref('int_account_tags') }} as tags
        on
            latest.entity_id = tags.entity_id
            and latest.book = tags.book
            and latest.account_code = tags.account_code
            and tags.tag = 'suspense'
    group by latest.currency
),

differences as (
    select base_currency as currency, sum(base_closing_balance) as value
    from latest
    group by base_currency
)

select 'book_cash' as kpi, '' as dimension, value, currency
from book_cash
union all
select 'bank_cash' as kpi, '' as dimension, value, currency
from bank_cash
union all
select 'suspense_balance' as kpi, '' as dimension, value, currency
from suspense
union all
select 'trial_balance_difference' as kpi, '' as dimension, value, currency
from differences
