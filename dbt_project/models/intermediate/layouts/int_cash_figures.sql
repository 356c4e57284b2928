-- The figures of the cash flow that no account shows: the period's profit; cash at the beginning and the end; and what exchange
-- rates did to it, which is no flow but explains its change (IAS 7.28). In a book's own currency that is what was revalued, which
-- is taken out of the profit. In another currency, what cash moved beside its flows comes to it; each flow is rounded by itself,
-- and what they round by is a figure of its own (int_cash_rounding).
{% set place = 'basis, entity_id, book, period, base_currency' %}
{% set held = 'cash.basis, cash.entity_id, cash.book, cash.period, cash.base_currency' %}
with cash as (
    select
        balances.basis, balances.entity_id, balances.book, balances.period, balances.base_currency,
        balances.account_code, balances.account_name, balances.opening, balances.closing, balances.year_to_date,
        movements.revaluation, movements.revaluation_this_year, movements.lines_without_base,
        case balances.basis
            when 'functional' then 0
            else balances.closing - balances.opening - movements.moved
        end as translation,
        case balances.basis
            when 'functional' then 0
            else balances.year_to_date - movements.moved_this_year
        end as translation_this_year
    from {{ ref('int_statement_balances') }} as balances
    inner join {{ ref('int_account_lines') }} as lines
        on
            balances.entity_id = lines.entity_id
            and balances.book = lines.book
            and balances.account_code = lines.account_code
            and balances.account_type = lines.account_type
    inner join {{ ref('int_cash_movements') }} as movements
        on
            balances.basis = movements.basis
            and balances.entity_id = movements.entity_id
            and balances.book = movements.book
            and balances.period = movements.period
            and balances.base_currency = movements.base_currency
            and balances.account_code = movements.account_code
            and balances.account_type = movements.account_type
    where lines.statement = 'cash_flow' and lines.line_id = 'cash'
)

select
    {{ place }}, 'net_income' as computed, 'NET' as account_code, 'Profit for the period' as account_name,
    -{{ whole_sum('moved') }} as amount,
    -{{ whole_sum('moved_this_year') }} as year_to_date,
    sum(lines_without_base) as lines_without_base
from {{ ref('int_cash_movements') }}
where account_type in ('revenue', 'expense')
group by {{ place }}
union all
select
    {{ held }}, 'exchange_in_net_income' as computed, cash.account_code, cash.account_name,
    -cash.revaluation as amount, -cash.revaluation_this_year as year_to_date, cash.lines_without_base
from cash
union all
select
    {{ held }}, 'exchange_on_cash' as computed, cash.account_code, cash.account_name,
    cash.revaluation + cash.translation as amount, cash.revaluation_this_year + cash.translation_this_year as year_to_date,
    cash.lines_without_base
from cash
union all
select
    {{ place }}, 'exchange_on_cash' as computed, 'ROUNDING' as account_code, 'Rounding of translation' as account_name,
    amount, year_to_date, lines_without_base
from {{ ref('int_cash_rounding') }}
union all
select
    {{ held }}, 'opening_cash' as computed, cash.account_code, cash.account_name,
    cash.opening as amount, cash.closing - cash.year_to_date as year_to_date, cash.lines_without_base
from cash
union all
select
    {{ held }}, 'closing_cash' as computed, cash.account_code, cash.account_name,
    cash.closing as amount, cash.closing as year_to_date, cash.lines_without_base
from cash
