-- What statements say that their accounts moved by is what the counted lines sum to, or an exception says by how much not: a gap
-- (lines that are missing) or a break (all else). A row here means that money is missing or counted twice, in silence.
with moved as (
    select source, currency, sum(closing - start_balance) as amount
    from {{ ref('int_statement_chain') }}
    where is_last
    group by source, currency
),

-- Lines of statements that carry balances, but for those that only interim reports bring yet.
counted as (
    select lines.source, lines.currency, sum(lines.amount) as amount
    from {{ ref('stg_statement_lines') }} as lines
    inner join {{ source('raw', 'statements') }} as statements
        on lines.file_id = statements.file_id and lines.statement_no = statements.statement_no
    left join {{ ref('int_delivered_days') }} as days
        on
            lines.file_id = days.file_id
            and lines.statement_no = days.statement_no
            and lines.currency = days.currency
            and lines.date = days.date
    where
        not coalesce(days.is_provisional and days.is_counted, false)
        and (lines.source, coalesce(statements.account, ''), lines.currency) in (
            select chain.source, chain.account, chain.currency from {{ ref('int_statement_chain') }} as chain
        )
    group by lines.source, lines.currency
),

explained as (
    select
        exceptions.source,
        exceptions.currency,
        sum(case when exceptions.type = 'statement_gap' then exceptions.amount else -exceptions.amount end) as amount
    from {{ ref('exceptions') }} as exceptions
    where exceptions.type in ('statement_gap', 'balance_break') and exceptions.amount is not null
    group by exceptions.source, exceptions.currency
)

select
    moved.source,
    moved.currency,
    {{ major('moved.amount', 'currencies.unit') }} as moved,
    {{ major('coalesce(counted.amount, 0)', 'currencies.unit') }} as counted,
    coalesce(explained.amount, 0) as explained
from moved
inner join {{ ref('stg_currencies') }} as currencies on moved.currency = currencies.currency
left join counted on moved.source = counted.source and moved.currency = counted.currency
left join explained on moved.source = explained.source and moved.currency = explained.currency
cross join {{ ref('stg_run') }} as run
where
    {{ major('moved.amount', 'currencies.unit') }}
    <> {{ major('coalesce(counted.amount, 0)', 'currencies.unit') }} + coalesce(explained.amount, 0)
    and run.effective_to is null
    and run.known_at is null
