-- The figures of a financial statement that no account shows, each on the line that its layout computes. On the balance sheet:
-- earnings that no closing journal has moved to equity yet.
{% set place = 'basis, entity_id, book, period, base_currency' %}
with earnings as (
    select * from {{ ref('int_statement_balances') }}
    where account_type in ('revenue', 'expense')
),

figures as (
    select
        {{ place }}, 'balance_sheet' as statement, 'current_year_earnings' as computed, 'CYE' as account_code,
        'Current year earnings' as account_name,
        -{{ whole_sum('year_to_date') }} as amount,
        -{{ whole_sum('year_to_date') }} as year_to_date,
        sum(lines_without_base_to_date) as lines_without_base
    from earnings
    group by {{ place }}
    union all
    select
        {{ place }}, 'balance_sheet' as statement, 'earlier_earnings' as computed, 'PYE' as account_code,
        'Earlier years'' earnings, not yet closed' as account_name,
        -{{ whole_sum('closing - year_to_date') }} as amount,
        0 as year_to_date,
        sum(lines_without_base_to_date) as lines_without_base
    from earnings
    group by {{ place }}
    union all
    select
        {{ place }}, 'cash_flow' as statement, computed, account_code, account_name, amount, year_to_date, lines_without_base
    from {{ ref('int_cash_figures') }}
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
