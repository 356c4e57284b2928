-- Do the open items of receivables and payables explain the balance of their account? What is open as of the day of the run,
-- plus what is booked for later days, is the account's balance in the ledger.
with entries as (
    select
        subledger, entity_id, book, account_code, currency, base_currency, amount, base_amount, 0 as later, 0 as base_later
    from {{ ref('int_ageing_items') }}
    union all
    select
        subledger, entity_id, book, account_code, currency, base_currency, 0 as amount, 0 as base_amount, amount as later,
        base_amount as base_later
    from {{ ref('int_open_entries') }}
    where is_to_come
),

subledgers as (
    select
        subledger,
        entity_id,
        book,
        account_code,
        currency,
        base_currency,
        sum(amount) as amount,
        sum(later) as later,
        sum(base_amount) as base_amount,
        sum(base_later) as base_later
    from entries
    group by subledger, entity_id, book, account_code, currency, base_currency
),

balances as (
    select
        entity_id,
        book,
        account_code,
        currency,
        base_currency,
        sum(amount) as amount,
        sum(base_amount) as base_amount,
        sum(lines_without_base) as lines_without_base
    from {{ ref('int_account_movements') }}
    group by entity_id, book, account_code, currency, base_currency
)

select
    currencies.tenant_id,
    balances.entity_id,
    balances.book,
    accounts.subledger as kind,
    balances.account_code,
    names.account_name,
    run.as_of
    {%- for base, units in [('', 'currencies'), ('base_', 'base_currencies')] %},
    balances.{{ base }}currency,
    {{ major_sum('accounts.side * coalesce(subledgers.' ~ base ~ 'amount, 0)', units ~ '.unit') }} as {{ base }}open_items,
    {{ major_sum('accounts.side * coalesce(subledgers.' ~ base ~ 'later, 0)', units ~ '.unit') }} as {{ base }}later_entries,
    {{ major_sum('accounts.side * balances.' ~ base ~ 'amount', units ~ '.unit') }} as {{ base }}ledger_balance,
    {{ major_sum(
        'accounts.side * (balances.' ~ base ~ 'amount - coalesce(subledgers.' ~ base ~ 'amount + subledgers.' ~ base ~ 'later, 0))',
        units ~ '.unit'
    ) }} as {{ base }}difference
    {%- endfor %},
    balances.lines_without_base > 0 as incomplete
from {{ ref('int_subledger_accounts') }} as accounts
inner join balances
    on
        accounts.entity_id = balances.entity_id
        and accounts.book = balances.book
        and accounts.account_code = balances.account_code
left join subledgers
    on
        accounts.subledger = subledgers.subledger
        and balances.entity_id = subledgers.entity_id
        and balances.book = subledgers.book
        and balances.account_code = subledgers.account_code
        and balances.currency = subledgers.currency
        and balances.base_currency = subledgers.base_currency
inner join {{ ref('int_accounts') }} as names
    on
        accounts.entity_id = names.entity_id
        and accounts.book = names.book
        and accounts.account_code = names.account_code
inner join {{ ref('stg_currencies') }} as currencies on balances.currency = currencies.currency
inner join {{ ref('stg_currencies') }} as base_currencies on balances.base_currency = base_currencies.currency
cross join {{ ref('stg_run') }} as run
where accounts.subledger in ('receivable', 'payable')
