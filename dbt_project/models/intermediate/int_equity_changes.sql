-- Why equity changed in each period, account by account, in natural sign and minor units. The year's result stands beside
-- the accounts until a closing journal transfers it: the transfers sum to zero, and total equity is the same without them.
with accounts as (
    select
        balances.basis,
        balances.entity_id,
        balances.book,
        balances.period,
        balances.ordinal,
        balances.fiscal_year,
        case
            when components.part = 'dividend' then 'retained_earnings'
            when components.part = 'currency_trading' then 'other'
            else components.part
        end as component,
        case
            when components.part = 'reserve' then 'other_comprehensive_income'
            when components.part = 'currency_trading' then 'other_changes'
            when components.part = 'dividend' or balances.moved_before_closing > 0 then 'distributions'
            when components.part = 'retained_earnings' then 'other_changes'
            else 'contributions'
        end as movement,
        balances.account_code,
        balances.account_name,
        balances.base_currency,
        -balances.opening as opening,
        -balances.moved_before_closing as own_change,
        -balances.closing_entries as transfers,
        -balances.closing as closing,
        balances.lines_without_base_to_date
    from {{ ref('int_statement_balances') }} as balances
    inner join {{ ref('int_equity_components') }} as components
        on
            balances.basis = components.basis
            and balances.entity_id = components.entity_id
            and balances.book = components.book
            and balances.account_code = components.account_code
    where balances.account_type = 'equity'
)

select
    basis,
    entity_id,
    book,
    period,
    ordinal,
    fiscal_year,
    component,
    account_code,
    account_name,
    base_currency,
    opening,
    0 as profit,
    case when movement = 'contributions' then own_change else 0 end as contributions,
    case when movement = 'distributions' then own_change else 0 end as distributions,
    case when movement = 'other_comprehensive_income' then own_change else 0 end as other_comprehensive_income,
    case when movement = 'other_changes' then own_change else 0 end as other_changes,
    transfers,
    closing,
    lines_without_base_to_date
from accounts
union all
select
    basis,
    entity_id,
    book,
    period,
    ordinal,
    fiscal_year,
    'retained_earnings' as component,
    'CYE' as account_code,
    'Earnings not yet closed' as account_name,
    base_currency,
    -{{ whole_sum('opening') }} as opening,
    -{{ whole_sum('moved_before_closing') }} as profit,
    0 as contributions,
    0 as distributions,
    0 as other_comprehensive_income,
    0 as other_changes,
    -{{ whole_sum('closing_entries') }} as transfers,
    -{{ whole_sum('closing') }} as closing,
    sum(lines_without_base_to_date) as lines_without_base_to_date
from {{ ref('int_statement_balances') }}
where account_type in ('revenue', 'expense')
group by basis, entity_id, book, period, ordinal, fiscal_year, base_currency
