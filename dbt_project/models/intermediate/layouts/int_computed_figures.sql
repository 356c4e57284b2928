-- The figures of a financial statement that no account shows. On the balance sheet, earnings that no closing journal has moved
-- to equity yet. In the cash flow, the period's profit; cash itself, at the beginning and the end; and what exchange rates did
-- to it, which is no cash flow but explains its change (IAS 7.28), so that it is taken out of the profit.
{% set place = 'basis, entity_id, book, period, base_currency' %}
with balances as (
    select * from {{ ref('int_statement_balances') }}
),

cash as (
    select
        balances.*,
        sum(balances.revaluation) over (
            partition by
                balances.entity_id, balances.book, balances.account_code, balances.base_currency, balances.fiscal_year
            order by balances.ordinal
            rows between unbounded preceding and current row
        ) as revaluation_to_date
    from balances
    inner join {{ ref('int_account_lines') }} as lines
        on
            balances.entity_id = lines.entity_id
            and balances.book = lines.book
            and balances.account_code = lines.account_code
            and balances.account_type = lines.account_type
    where balances.basis = 'functional' and lines.statement = 'cash_flow' and lines.line_id = 'cash'
),

figures as (
    select
        {{ place }}, 'balance_sheet' as statement, 'current_year_earnings' as computed, 'CYE' as account_code,
        'Current year earnings' as account_name,
        -{{ whole_sum('year_to_date') }} as amount,
        -{{ whole_sum('year_to_date') }} as year_to_date,
        sum(lines_without_base_to_date) as lines_without_base
    from balances
    where account_type in ('revenue', 'expense')
    group by {{ place }}
    union all
    select
        {{ place }}, 'balance_sheet' as statement, 'earlier_earnings' as computed, 'PYE' as account_code,
        'Earlier years'' earnings, not yet closed' as account_name,
        -{{ whole_sum('closing - year_to_date') }} as amount,
        0 as year_to_date,
        sum(lines_without_base_to_date) as lines_without_base
    from balances
    where account_type in ('revenue', 'expense')
    group by {{ place }}
    union all
    select
        {{ place }}, 'cash_flow' as statement, 'net_income' as computed, 'NET' as account_code,
        'Profit for the period' as account_name, -sum(moved_before_closing) as amount,
        -sum(year_to_date_before_closing) as year_to_date, sum(lines_without_base) as lines_without_base
    from balances
    where account_type in ('revenue', 'expense') and basis = 'functional'
    group by {{ place }}
    union all
    select
        {{ place }}, 'cash_flow' as statement, 'exchange_in_net_income' as computed, account_code, account_name,
        -revaluation as amount, -revaluation_to_date as year_to_date, lines_without_base
    from cash
    union all
    select
        {{ place }}, 'cash_flow' as statement, 'exchange_on_cash' as computed, account_code, account_name,
        revaluation as amount, revaluation_to_date as year_to_date, lines_without_base
    from cash
    union all
    select
        {{ place }}, 'cash_flow' as statement, 'opening_cash' as computed, account_code, account_name,
        opening as amount, closing - year_to_date as year_to_date, lines_without_base
    from cash
    union all
    select
        {{ place }}, 'cash_flow' as statement, 'closing_cash' as computed, account_code, account_name,
        closing as amount, closing as year_to_date, lines_without_base
    from cash
)

select
    figures.basis,
    figures.entity_id,
    figures.book,
    figures.period,
    figures.base_currency,
    figures.statement,
    printed.line_id,
    figures.account_code,
    figures.account_name,
    figures.amount,
    figures.year_to_date,
    figures.lines_without_base
from figures
inner join {{ source('raw', 'entity_layouts') }} as layouts on figures.entity_id = layouts.entity_id
inner join {{ source('raw', 'layout_lines') }} as printed
    on
        layouts.layout = printed.layout
        and figures.statement = printed.statement
        and figures.computed = printed.computed
