-- The worksheet of consolidation: each account's balance added up over the members, what is eliminated, and what remains;
-- and of each entity in its presentation currency, where nothing is eliminated.
select
    currencies.tenant_id,
    balances.basis,
    balances.entity_id,
    balances.book,
    balances.period,
    balances.fiscal_year,
    balances.account_code,
    balances.account_name,
    balances.account_type,
    balances.base_currency as currency,
    {{ major_sum('balances.opening', 'currencies.unit') }} as opening_balance,
    {{ major_sum('balances.moved', 'currencies.unit') }} as movement,
    {{ major_sum('balances.aggregated', 'currencies.unit') }} as aggregated_balance,
    {{ major_sum('balances.eliminated', 'currencies.unit') }} as eliminated,
    {{ major_sum('balances.closing', 'currencies.unit') }} as closing_balance,
    {{ major_sum('balances.closing - balances.closing_entries', 'currencies.unit') }} as adjusted_balance,
    balances.lines_without_base_to_date > 0 as incomplete
from {{ ref('int_statement_balances') }} as balances
inner join {{ ref('stg_currencies') }} as currencies on balances.base_currency = currencies.currency
where balances.basis <> 'functional'
