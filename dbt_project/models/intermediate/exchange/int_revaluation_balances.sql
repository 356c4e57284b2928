-- Monetary balances in another currency than the entity's own, at the end of each period: money, and claims and debts that
-- are settled in a fixed amount of it (IAS 21.16). What was posted to revalue them stands apart from what they carry. A rate
-- that is missing is asked for where we post ourselves; of another system's book, for its last period only.
with not_monetary as (
    select entity_id, book, account_code
    from {{ ref('int_account_tags') }}
    where tag in ('non_monetary', 'deferred_revenue', 'inventory', 'fixed_asset')
    group by entity_id, book, account_code
),

balances as (
    select
        balances.*,
        sum(balances.base_revaluation) over (
            partition by balances.entity_id, balances.book, balances.account_code, balances.currency, balances.base_currency
            order by balances.ordinal
            rows between unbounded preceding and current row
        ) as posted
    from {{ ref('int_account_periods') }} as balances
    inner join {{ ref('int_accounts') }} as accounts
        on
            balances.entity_id = accounts.entity_id
            and balances.book = accounts.book
            and balances.account_code = accounts.account_code
    left join not_monetary
        on
            balances.entity_id = not_monetary.entity_id
            and balances.book = not_monetary.book
            and balances.account_code = not_monetary.account_code
    where
        balances.currency <> balances.base_currency
        and accounts.account_type in ('asset', 'liability')
        and not_monetary.account_code is null
),

last_periods as (
    select entity_id, book, max(ordinal) as last_ordinal
    from {{ ref('int_book_periods') }}
    group by entity_id, book
),

-- A balance of our own that nothing moves stands at every period's end, until today.
through_today as (
    select entity_id, book, period, ordinal, account_code, currency, base_currency, closing, base_closing, posted,
        lines_without_base_to_date
    from balances
    union all
    select
        balances.entity_id, balances.book, quiet.period, quiet.ordinal, balances.account_code, balances.currency,
        balances.base_currency, balances.closing, balances.base_closing, balances.posted, balances.lines_without_base_to_date
    from balances
    inner join last_periods
        on
            balances.entity_id = last_periods.entity_id
            and balances.book = last_periods.book
            and balances.ordinal = last_periods.last_ordinal
    inner join {{ ref('stg_periods') }} as quiet
        on last_periods.entity_id = quiet.entity_id and last_periods.last_ordinal < quiet.ordinal
    cross join {{ ref('stg_run') }} as run
    where balances.book = 'ledger' and not quiet.adjustment and quiet.starts <= run.as_of
)

select
    balances.entity_id,
    balances.book,
    balances.period,
    balances.ordinal,
    periods.ends,
    least(periods.ends, run.as_of) as closing_day,
    balances.account_code,
    balances.currency,
    balances.base_currency,
    balances.closing as balance,
    balances.base_closing - balances.posted as carrying_amount,
    balances.posted,
    balances.lines_without_base_to_date,
    balances.book = 'ledger' or balances.ordinal = last_periods.last_ordinal as is_asked
from through_today as balances
inner join {{ ref('stg_periods') }} as periods
    on balances.entity_id = periods.entity_id and balances.period = periods.period
inner join last_periods
    on balances.entity_id = last_periods.entity_id and balances.book = last_periods.book
cross join {{ ref('stg_run') }} as run
where balances.closing <> 0 or balances.base_closing <> 0 or balances.posted <> 0
