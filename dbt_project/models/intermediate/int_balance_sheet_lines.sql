-- The lines of the balance sheet in minor units of the functional currency, in their natural sign. Earnings that no closing
-- journal has moved to equity yet are lines of their own, computed from revenue and expense: never a plug. So equity is the
-- same before and after a year is closed.
with balances as (
    select * from {{ ref('int_functional_balances') }}
),

accounts as (
    select
        entity_id,
        book,
        period,
        account_type as section,
        account_code,
        account_name,
        base_currency,
        case account_type when 'asset' then closing else -closing end as amount,
        case account_type when 'asset' then year_to_date else -year_to_date end as year_to_date,
        lines_without_base_to_date as lines_without_base
    from balances
    where account_type in ('asset', 'liability', 'equity')
),

current_year_earnings as (
    select
        entity_id,
        book,
        period,
        'equity' as section,
        'CYE' as account_code,
        'Current year earnings' as account_name,
        base_currency,
        -sum(year_to_date) as amount,
        -sum(year_to_date) as year_to_date,
        sum(lines_without_base_to_date) as lines_without_base
    from balances
    where account_type in ('revenue', 'expense')
    group by entity_id, book, period, base_currency
),

earlier_earnings as (
    select
        entity_id,
        book,
        period,
        'equity' as section,
        'PYE' as account_code,
        'Earlier years'' earnings, not yet closed' as account_name,
        base_currency,
        -sum(closing - year_to_date) as amount,
        0 as year_to_date,
        sum(lines_without_base_to_date) as lines_without_base
    from balances
    where account_type in ('revenue', 'expense')
    group by entity_id, book, period, base_currency
    having sum(closing - year_to_date) <> 0
)

select * from accounts
union all
select * from current_year_earnings
union all
select * from earlier_earnings
